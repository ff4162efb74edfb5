package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.GenerationTimings;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A finished generation. */
@RegisterForReflection
@Schema(name = "Generation")
public record GenerationView(
        @Schema(examples = "5f0c6b1e9a7d4c32") String id,

        @Schema(description = "Name of the model that drew", examples = "demo")
        String model,

        @Schema(
                description = "When it was accepted",
                implementation = String.class,
                format = "date-time",
                examples = "2026-11-26T12:00:00.123456Z")
        Instant created,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonProperty("done_by")
        @Schema(
                description =
                        "When it was to be done, as was foreseen when it came; absent where nothing was known yet",
                implementation = String.class,
                format = "date-time",
                examples = "2026-11-26T12:00:30.5Z")
        Instant doneBy,

        List<ImageView> images,
        ParametersView parameters,
        Map<String, TokensView> tokens,

        @JsonProperty("not_honoured")
        @Schema(
                description =
                        "What was asked for and not drawn. In the prompts, with AUTOMATIC1111's syntax: LoRAs and other"
                                + " extra networks, and AND; with the syntax compel they are drawn as text, since they are"
                                + " none of its. Of the fields, by their names: strength without image, and mask_blur"
                                + " without mask, which are taken with their defaults only",
                examples = "[\"<lora:style:0.8>\"]")
        List<String> notHonoured,

        TimingsView timings) {

    /**
     * @param images as encoded
     * @param notHonoured as {@link NotHonoured} tells
     */
    public static GenerationView of(GenerationResult result, List<ImageView> images, List<String> notHonoured) {
        return new GenerationView(
                result.id(),
                result.plan().model().name(),
                result.created(),
                result.doneBy().orElse(null),
                images,
                ParametersView.of(result.plan(), result.images().get(0).engines()),
                TokensView.of(result.plan()),
                notHonoured,
                TimingsView.of(result.timings()));
    }

    /** Every field of the request as it was resolved. */
    @RegisterForReflection
    @Schema(
            name = "Parameters",
            description =
                    "Every field of the request but its pictures, resolved. Sent again, with them, it draws the same.")
    public record ParametersView(
            String model,
            String prompt,
            @JsonProperty("negative_prompt") String negativePrompt,

            @Schema(minimum = "1", maximum = "" + GenerationLimits.STEPS)
            int steps,

            @Schema(minimum = "0", maximum = "" + GenerationLimits.GUIDANCE)
            double guidance,

            @Schema(description = "pixels") int width,
            @Schema(description = "pixels") int height,

            @Schema(
                    description = "Seed of the first picture; picture i has seed + i, and from 0 on after 2^63 - 1",
                    minimum = "0")
            long seed,

            @Schema(examples = "DDIM") String sampler,

            @Schema(minimum = "1", maximum = "" + GenerationLimits.COUNT)
            int count,

            @JsonProperty("prompt_syntax") @Schema(examples = "a1111")
            String promptSyntax,

            @Schema(examples = "Original") String emphasis,

            @Schema(examples = "cpu") String noise,

            @Schema(description = "null without variation", nullable = true)
            Long subseed,

            @JsonProperty("subseed_strength") @Schema(minimum = "0", maximum = "1")
            double subseedStrength,

            @JsonProperty("clip_skip") @Schema(minimum = "1")
            int clipSkip,

            @JsonProperty("pad_conds") boolean padConds,

            @Schema(
                    description = "Of exact ones with the digest of the engines that drew, once it is known",
                    examples = "exact-3f9a12c4be07")
            String reproducible,

            @JsonUnwrapped SamplingView sampling,
            @JsonUnwrapped ModesView modes) {

        /** Before anything is drawn. */
        public static ParametersView of(GenerationPlan plan) {
            return of(plan, Optional.empty());
        }

        /**
         * @param engines digest of those that drew, if the pictures are to be the same to the bit
         */
        public static ParametersView of(GenerationPlan plan, Optional<String> engines) {
            return new ParametersView(
                    plan.modelAsked(),
                    plan.prompt(),
                    plan.negativePrompt(),
                    plan.steps(),
                    plan.guidance(),
                    plan.width(),
                    plan.height(),
                    plan.seed(),
                    plan.sampler().displayName(),
                    plan.count(),
                    plan.prompts().rules().syntax().label(),
                    plan.prompts().rules().emphasis().label(),
                    plan.noise().source().label(),
                    plan.noise().varied() ? plan.noise().subseed() : null,
                    plan.noise().subseedStrength(),
                    plan.prompts().clipSkip(),
                    plan.prompts().rules().padConds(),
                    plan.reproducible().by(engines).label(),
                    SamplingView.of(plan.sampling()),
                    ModesView.of(plan));
        }
    }

    /** Where the time went, in milliseconds. */
    @RegisterForReflection
    @Schema(
            name = "Timings",
            description =
                    "Where the time went, in milliseconds: queue_ms until the first picture was begun; what others"
                            + " waited longer is in denoise_ms")
    public record TimingsView(
            @JsonProperty("queue_ms") double queue,
            @JsonProperty("encode_ms") double encode,
            @JsonProperty("denoise_ms") double denoise,
            @JsonProperty("decode_ms") double decode,
            @JsonProperty("total_ms") double total) {

        public static TimingsView of(GenerationTimings timings) {
            return new TimingsView(
                    millis(timings.queue()),
                    millis(timings.encode()),
                    millis(timings.denoise()),
                    millis(timings.decode()),
                    millis(timings.total()));
        }

        private static double millis(Duration duration) {
            return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1e3;
        }
    }
}
