package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.imaging.ResizeMode;
import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.NoiseSource;
import dev.diffract.frontend.core.plan.Reproducibility;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a request of an infotext, of this program's or of AUTOMATIC1111's. The last line that begins as parameters do counts as
 * such if it has at least three, else the last line at all; line ends of all kinds are one.
 */
public final class InfotextReader {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

    private InfotextReader() {}

    /** Reads any text: one without parameters is a prompt. */
    public static RestoredRequest read(CharSequence infotext) {
        return read(infotext, request -> List.of());
    }

    /**
     * Reads any text.
     *
     * @param check what is wrong with a request: such parameters are left over, and nothing is wrong with what is read of the others.
     *     Of image-to-image the picture and the mask are to be added
     */
    public static RestoredRequest read(CharSequence infotext, Function<GenerationRequest, List<Fault>> check) {
        InfotextLines lines = InfotextLines.of(infotext);
        if (!lines.present() && lines.prompts().isEmpty() && !lines.values().isEmpty()) {
            return nothing(lines);
        }
        Set<String> said = new HashSet<>(lines.values().keySet());
        said.addAll(List.of(Keys.PROMPT, Keys.NEGATIVE_PROMPT));
        Refusals refusals = new Refusals(check, said);
        for (; ; ) {
            InfotextParameters values = new InfotextParameters(lines.values(), refusals.keys());
            GenerationRequest request = restored(lines.prompts(), values, lines.present());
            List<Fault> faults = refusals.faults(request);
            if (faults.isEmpty()) {
                Map<String, String> others = values.others();
                return new RestoredRequest(
                        request, others, WrittenSampler.ours(values) ? List.of() : OtherRuns.of(request, others));
            }
            if (!refusals.add(faults) || (!lines.present() && refusals.keys().contains(Keys.PROMPT))) {
                return nothing(lines);
            }
        }
    }

    private static RestoredRequest nothing(InfotextLines lines) {
        Map<String, String> others = new LinkedHashMap<>(lines.values());
        if (!lines.prompts().isEmpty()) {
            others.put(Keys.PROMPT, lines.prompts());
        }
        return new RestoredRequest(null, others, List.of());
    }

    private static GenerationRequest restored(String prompts, InfotextParameters values, boolean present) {
        WrittenPrompts both = WrittenPrompts.read(prompts, values);
        Matcher size =
                values.take("Size", value -> Optional.of(SIZE.matcher(value)).filter(Matcher::matches));
        Optional<SamplerFactory> sampler = WrittenSampler.read(values);
        GenerationRequest.Builder request = GenerationRequest.builder()
                .model(values.take("Model", Optional::of))
                .prompt(values.unless(Keys.PROMPT, both.prompt()))
                .negativePrompt(values.unless(Keys.NEGATIVE_PROMPT, both.negative()))
                .steps(values.whole("Steps"))
                .guidance(values.number("CFG scale"))
                .sampler(sampler.map(SamplerFactory::displayName).orElse(null))
                .guidanceRescale(values.number("CFG Rescale"))
                .reading(
                        values.take(
                                "Prompt syntax",
                                label -> PromptSyntax.find(label).map(PromptSyntax::label)),
                        values.take("Emphasis", label -> Emphasis.find(label).map(Emphasis::label)),
                        values.whole("Clip skip"))
                .reproducible(values.take(
                        Keys.REPRODUCIBLE, label -> Reproducibility.find(label).map(Reproducibility::label)))
                .padConds(values.take("Pad conds", told -> Optional.of(true).filter(pad -> told.equals("True"))))
                .noise(noise(values, present))
                .options(SamplingParameters.read(values, sampler));
        if (size != null) {
            request.size(Long.valueOf(size.group(1)), Long.valueOf(size.group(2)));
        }
        if (values.has("Hires upscale") || values.has("Hires resize")) {
            HiresParameters.read(values, size).ifPresent(request::hires);
        } else {
            request.source(source(values));
        }
        return request.build();
    }

    /** The numbers are a GPU's unless said otherwise: that is AUTOMATIC1111's default, and it does not write it. */
    private static NoiseRequest noise(InfotextParameters values, boolean present) {
        String source = values.take(
                "RNG",
                name -> Optional.ofNullable(
                        switch (name) {
                            case "CPU" -> NoiseSource.CPU.label();
                            case "GPU", "NV" -> NoiseSource.GPU.label();
                            default -> null;
                        }));
        boolean unknown = values.has("RNG");
        return new NoiseRequest(
                source == null && !unknown && present ? NoiseSource.GPU.label() : source,
                values.whole("Seed"),
                values.whole("Variation seed"),
                values.number("Variation seed strength"));
    }

    private static Optional<Boolean> inverted(String mode) {
        return switch (mode) {
            case "Inpaint masked" -> Optional.of(false);
            case "Inpaint not masked" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /** The picture itself is not in its infotext. */
    private static SourceRequest source(InfotextParameters values) {
        return new SourceRequest(
                null,
                values.number("Denoising strength"),
                values.take(Keys.RESIZE_MODE, id -> ResizeMode.find(id).map(ResizeMode::id)),
                new MaskRequest(
                        null,
                        values.take("Mask mode", InfotextReader::inverted),
                        values.whole("Mask blur"),
                        values.take(
                                "Masked content",
                                label -> Arrays.stream(MaskedContent.values())
                                        .filter(content -> content.label().equals(label))
                                        .map(MaskedContent::id)
                                        .findFirst()),
                        values.take(
                                "Inpaint area",
                                area -> Optional.of(area)
                                        .filter("Only masked"::equals)
                                        .map(only -> true)),
                        values.whole("Masked area padding")));
    }
}
