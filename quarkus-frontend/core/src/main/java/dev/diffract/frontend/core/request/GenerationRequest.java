package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user asks for, unchecked. Every field but the prompt may be {@code null}: the model's default then counts.
 * Whole numbers are {@code Long} so that values far out of range arrive here and are named with the other faults.
 *
 * @param model the model's name; the catalogue's first if {@code null}
 * @param source what to start from instead of noise
 * @param hires a second pass; {@code null} for none
 */
public record GenerationRequest(
        @Nullable String model,
        PromptRequest prompt,
        SamplingRequest sampling,
        NoiseRequest noise,
        SourceRequest source,
        @Nullable HiresRequest hires,
        OutputRequest output) {

    /** One that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes a request field by field; what is not said is {@code null}, or none. Not thread-safe. */
    public static final class Builder {

        private @Nullable String model;
        private @Nullable String prompt;
        private @Nullable String negativePrompt;
        private @Nullable String promptSyntax;
        private @Nullable String emphasis;
        private @Nullable Long clipSkip;
        private @Nullable Boolean padConds;
        private @Nullable String sampler;
        private @Nullable Long steps;
        private @Nullable Double guidance;
        private @Nullable Double guidanceRescale;
        private SamplingOptions options = SamplingOptions.NONE;
        private NoiseRequest noise = new NoiseRequest(null, null, null, null);
        private SourceRequest source = SourceRequest.NONE;
        private @Nullable HiresRequest hires;
        private @Nullable Long width;
        private @Nullable Long height;
        private @Nullable Long count;
        private @Nullable Long previewEvery;
        private @Nullable String reproducible;
        private WantedRequest wanted = new WantedRequest(null, null);
        private FileRequest file = new FileRequest(null, null);

        private Builder() {}

        public GenerationRequest build() {
            return new GenerationRequest(
                    model,
                    new PromptRequest(prompt, negativePrompt, promptSyntax, emphasis, clipSkip, padConds),
                    new SamplingRequest(sampler, steps, guidance, guidanceRescale, options),
                    noise,
                    source,
                    hires,
                    new OutputRequest(width, height, count, previewEvery, reproducible, wanted, file));
        }

        public Builder model(@Nullable String name) {
            model = name;
            return this;
        }

        public Builder prompt(@Nullable String text) {
            prompt = text;
            return this;
        }

        public Builder negativePrompt(@Nullable String text) {
            negativePrompt = text;
            return this;
        }

        /** How prompts are read. */
        public Builder reading(@Nullable String syntax, @Nullable String weights, @Nullable Long skippedLayers) {
            promptSyntax = syntax;
            emphasis = weights;
            clipSkip = skippedLayers;
            return this;
        }

        /** Whether prompts of different lengths are padded to the longer one. */
        public Builder padConds(@Nullable Boolean pad) {
            padConds = pad;
            return this;
        }

        public Builder sampler(@Nullable String name) {
            sampler = name;
            return this;
        }

        public Builder steps(@Nullable Long number) {
            steps = number;
            return this;
        }

        public Builder guidance(@Nullable Double scale) {
            guidance = scale;
            return this;
        }

        public Builder guidanceRescale(@Nullable Double share) {
            guidanceRescale = share;
            return this;
        }

        /** What is chosen beyond the sampler. */
        public Builder options(SamplingOptions said) {
            options = said;
            return this;
        }

        public Builder noise(NoiseRequest said) {
            noise = said;
            return this;
        }

        public Builder source(SourceRequest said) {
            source = said;
            return this;
        }

        public Builder hires(@Nullable HiresRequest said) {
            hires = said;
            return this;
        }

        public Builder size(@Nullable Long pixelsWide, @Nullable Long pixelsHigh) {
            width = pixelsWide;
            height = pixelsHigh;
            return this;
        }

        public Builder count(@Nullable Long pictures) {
            count = pictures;
            return this;
        }

        /** Whether pictures are the same to the bit each time. */
        public Builder reproducible(@Nullable String how) {
            reproducible = how;
            return this;
        }

        /** How soon it is wanted: by which class, and within how many seconds. */
        public Builder wanted(@Nullable String ofClass, @Nullable Long within) {
            wanted = new WantedRequest(ofClass, within);
            return this;
        }

        /** What the pictures come in. */
        public Builder file(@Nullable String format, @Nullable Long quality) {
            file = new FileRequest(format, quality);
            return this;
        }

        /** Steps from one preview to the next; 0 for none. */
        public Builder previews(@Nullable Long every) {
            previewEvery = every;
            return this;
        }
    }
}
