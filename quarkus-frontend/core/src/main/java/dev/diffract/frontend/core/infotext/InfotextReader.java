package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.MaskedContent;
import dev.diffract.frontend.core.plan.NoiseSource;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request of an infotext, of this program's or of AUTOMATIC1111's. The last line that begins as parameters do counts as
 * such if it has at least three, else the last line at all; line ends of all kinds are one. A line that begins with {@code Negative prompt:} ends the prompt, wherever it comes from: a prompt with such a
 * line does not come back as it was.
 */
public final class InfotextReader {

    private static final String NEGATIVE = "Negative prompt:";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");
    private static final String AUTOMATIC = "Automatic";

    /** What AUTOMATIC1111's automatic choice of a schedule is, where it is not the sampler's own. */
    private static final Map<String, String> AUTOMATIC_SCHEDULES = Map.of(
            "DPM++ 2M", "Karras",
            "DPM++ SDE", "Karras",
            "DPM++ 2S a", "Karras",
            "DPM2", "Karras",
            "DPM2 a", "Karras",
            "DPM++ 2M SDE", "Exponential",
            "DPM++ 2M SDE Heun", "Exponential",
            "DPM++ 3M SDE", "Exponential");

    private InfotextReader() {}

    /** Reads any text: one without parameters is a prompt. */
    public static RestoredRequest read(CharSequence infotext) {
        return read(infotext, model -> true);
    }

    /**
     * Reads any text.
     *
     * @param served whether there is a model of a name: one that is not there is left over
     */
    public static RestoredRequest read(CharSequence infotext, Predicate<String> served) {
        InfotextLines lines = InfotextLines.of(infotext);
        boolean onlyOther =
                !lines.present() && lines.prompts().isEmpty() && !lines.values().isEmpty();
        return restored(
                onlyOther ? null : lines.prompts(), new InfotextParameters(lines.values()), lines.present(), served);
    }

    private static RestoredRequest restored(
            @Nullable String said, InfotextParameters values, boolean present, Predicate<String> served) {
        String prompts = said == null ? "" : said;
        int negative = prompts.startsWith(NEGATIVE) ? 0 : prompts.indexOf("\n" + NEGATIVE) + 1;
        boolean hasNegative = negative > 0 || prompts.startsWith(NEGATIVE);
        String prompt = hasNegative ? prompts.substring(0, Math.max(0, negative - 1)) : prompts;
        String after = hasNegative ? prompts.substring(negative + NEGATIVE.length()) : null;
        Matcher size =
                values.take("Size", value -> Optional.of(SIZE.matcher(value)).filter(Matcher::matches));
        Optional<SamplerFactory> foreign = ours(values) ? Optional.empty() : knownSampler(values, false);
        Optional<TimestepSpacing> grid =
                foreign.filter(SamplerFactory::takesOriginalSpacing).map(sampler -> TimestepSpacing.ORIGINAL);
        GenerationRequest.Builder request = GenerationRequest.builder()
                .model(values.take("Model", name -> Optional.of(name).filter(served)))
                .prompt(said == null ? null : prompt)
                .negativePrompt(after != null && after.startsWith(" ") ? after.substring(1) : after)
                .steps(values.whole("Steps"))
                .guidance(values.number("CFG scale"))
                .sampler(sampler(values))
                .guidanceRescale(values.number("CFG Rescale"))
                .reading(
                        values.take(
                                "Prompt syntax",
                                label -> PromptSyntax.find(label).map(PromptSyntax::label)),
                        values.take("Emphasis", label -> Emphasis.find(label).map(Emphasis::label)),
                        values.whole("Clip skip"))
                .padConds(values.take("Pad conds", told -> Optional.of(true).filter(pad -> told.equals("True"))))
                .noise(noise(values, present))
                .options(SamplingParameters.read(values, grid));
        if (size != null) {
            request.size(Long.valueOf(size.group(1)), Long.valueOf(size.group(2)));
        }
        if (values.has("Hires upscale") || values.has("Hires resize")) {
            HiresParameters.read(values, size).ifPresent(request::hires);
        } else {
            request.source(source(values));
        }
        return new RestoredRequest(request.build(), values.others());
    }

    private static @Nullable String sampler(InfotextParameters values) {
        Optional<String> name = values.look("Sampler");
        if (name.isEmpty()) {
            return null;
        }
        Optional<SamplerFactory> known = knownSampler(values, ours(values));
        if (known.isPresent()) {
            values.text("Schedule type");
        }
        values.text("Sampler");
        return known.map(SamplerFactory::displayName).orElse(name.get());
    }

    private static boolean ours(InfotextParameters values) {
        return values.look("Version")
                .filter(version -> version.startsWith("Diffract"))
                .isPresent();
    }

    private static Optional<SamplerFactory> knownSampler(InfotextParameters values, boolean ours) {
        String said = values.look("Schedule type").orElse(AUTOMATIC);
        return values.look("Sampler")
                .flatMap(name -> said.equals(AUTOMATIC) && !ours
                        ? withItsSchedule(name)
                                .or(() -> Samplers.find(name, AUTOMATIC_SCHEDULES.getOrDefault(name, said)))
                        : Samplers.find(name, said));
    }

    /** Before version 1.9, and on some sites still, the schedule was the end of the sampler's name. */
    private static Optional<SamplerFactory> withItsSchedule(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(SigmaSchedule.values())
                .flatMap(schedule -> Stream.of(
                                schedule.label(), schedule.label().replace(" ", ""))
                        .map(label -> " " + label.toLowerCase(Locale.ROOT))
                        .filter(lower::endsWith)
                        .flatMap(end ->
                                Samplers.find(name.substring(0, name.length() - end.length()), schedule.label())
                                        .stream()))
                .findFirst();
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
                null,
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
