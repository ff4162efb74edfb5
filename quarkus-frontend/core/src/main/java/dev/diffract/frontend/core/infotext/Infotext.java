package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.PromptRules;
import dev.diffract.frontend.core.plan.Provenance;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters of a picture as AUTOMATIC1111 writes them into PNG files and other tools read them: the prompt, a line
 * for the negative prompt, and a line of {@code Key: value} pairs.
 */
public final class Infotext {

    private static final String CHECKPOINT_PREFIX = "sha256:";
    private static final int SHORT_HASH = 10;

    private Infotext() {}

    /**
     * @param index which of the plan's pictures, from 0
     * @param version the program's
     */
    public static String of(GenerationPlan plan, int index, String version) {
        return of(plan, index, Provenance.USUAL, version);
    }

    /**
     * @param index which of the plan's pictures, from 0
     * @param provenance how it came about
     * @param version the program's
     */
    public static String of(GenerationPlan plan, int index, Provenance provenance, String version) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Steps", String.valueOf(plan.steps()));
        values.put("Sampler", plan.sampler().infotextName());
        values.put("Schedule type", plan.sampler().scheduleType());
        values.put("CFG scale", plain(plan.guidance()));
        values.put("Seed", String.valueOf(plan.noise().seedOf(index)));
        values.put("Size", plan.width() + "x" + plan.height());
        values.put("Model hash", shortHash(plan.model().manifest().checkpoint()));
        values.put("Model", plan.model().name());
        if (plan.noise().varied()) {
            values.put("Variation seed", String.valueOf(plan.noise().subseedOf(index)));
            values.put("Variation seed strength", plain(plan.noise().subseedStrength()));
        }
        values.putAll(ModeParameters.common(plan));
        if (plan.prompts().clipSkip() > 1) {
            values.put("Clip skip", String.valueOf(plan.prompts().clipSkip()));
        }
        values.put("RNG", plan.noise().source().infotextName());
        PromptRules rules = plan.prompts().rules();
        if (rules.emphasis() != Emphasis.ORIGINAL) {
            values.put("Emphasis", rules.emphasis().label());
        }
        if (rules.syntax() != PromptSyntax.A1111) {
            values.put("Prompt syntax", rules.syntax().label());
        }
        if (plan.prompts().padsConds()) {
            values.put("Pad conds", "True");
        }
        values.putAll(WrittenPrompts.parameters(plan.prompt()));
        values.putAll(SamplingParameters.of(plan.sampling()));
        values.putAll(ModeParameters.extra(plan));
        if (plan.reproducible().exact()) {
            values.put(
                    Keys.REPRODUCIBLE,
                    plan.reproducible().by(provenance.engines()).label());
        }
        if (provenance.again()) {
            values.put("Started again", "True");
        }
        values.put("Version", "Diffract " + version);
        String pairs = values.entrySet().stream()
                .map(pair -> pair.getKey() + ": " + quoted(pair.getValue()))
                .collect(Collectors.joining(", "));
        return WrittenPrompts.write(plan.prompt(), plan.negativePrompt()) + pairs;
    }

    /** Without superfluous zeros or an exponent. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String shortHash(String checkpoint) {
        String hash = checkpoint.startsWith(CHECKPOINT_PREFIX)
                ? checkpoint.substring(CHECKPOINT_PREFIX.length())
                : checkpoint;
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }

    /** Values that would break the line, or be read as something else, are written as JSON text. */
    private static String quoted(String value) {
        boolean bare = value.chars().noneMatch(c -> ",:\r\n\"".indexOf(c) >= 0) && value.equals(value.strip());
        return bare ? value : JsonTexts.quoted(value);
    }
}
