package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.repository.layout.Manifest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The models that can be asked for. */
@RegisterForReflection
@Schema(name = "Models")
public record ModelsView(
        @Schema(description = "The default model first") List<ModelView> models) {

    /** A model. */
    @RegisterForReflection
    @Schema(name = "Model")
    public record ModelView(
            @Schema(examples = "demo") String name,

            @Schema(description = "Digest over its source components", examples = "sha256:9f2c…")
            String checkpoint,

            @Schema(
                    description = "What computes it",
                    enumeration = {Manifest.ONNX, Manifest.TENSORRT},
                    examples = "onnx")
            String runtime,

            @Schema(
                    description =
                            "What it can draw, said to people: a text by language tag (BCP 47); null if its authors say nothing",
                    examples = "{\"en\": \"Flat shapes on plain backgrounds.\"}",
                    nullable = true)
            Map<String, String> description,

            @Schema(
                    description =
                            "What people should know of it, a sentence each; empty for nothing, and while no slice draws with it",
                    examples = "[]")
            List<String> notes,

            DefaultsView defaults,
            SizesView sizes,

            @Schema(description = "Names for the field `sampler`")
            List<String> samplers,

            @JsonProperty("schedule_types") @Schema(description = "Names for the field `schedule_type`")
            List<String> scheduleTypes,

            @JsonProperty("max_count") @Schema(description = "The largest `count`", minimum = "1", examples = "16")
            int maxCount,

            @JsonProperty("clip_skips") @Schema(description = "The largest `clip_skip`", minimum = "1")
            int clipSkips,

            @Schema(description = "Whether `previews` can be asked for")
            boolean previews,

            @JsonProperty("image_input") @Schema(description = "Whether a request can have an `image`")
            boolean imageInput,

            @Schema(description = "Whether a slice can draw with it now")
            boolean ready) {}

    /** What a request gets that leaves fields open. */
    @RegisterForReflection
    @Schema(name = "Defaults", description = "What a request gets that leaves fields open")
    public record DefaultsView(
            int width,
            int height,
            int steps,
            double guidance,
            String sampler,

            @JsonProperty("negative_prompt") @Schema(description = "Empty for none", examples = "blurry")
            String negativePrompt) {}

    /** Widths and heights. */
    @RegisterForReflection
    @Schema(
            name = "Sizes",
            description =
                    "Width and height: a multiple of `multiple`, from `min` to `max` pixels, one of `only` unless that is empty, and no smaller or larger than the two of `range` unless that is empty")
    public record SizesView(
            int multiple,
            int min,
            int max,

            @Schema(
                    description =
                            "The sizes that engines were built for; empty if every such width goes with every such height",
                    examples = "[\"512x512\"]")
            List<String> only,

            @Schema(
                    description =
                            "The smallest and the largest size, if widths have other limits than heights; else empty",
                    examples = "[\"512x512\", \"1024x768\"]")
            List<String> range,

            @Schema(
                    description =
                            "Why there are no others: the models halve a side so often (`halvings`), the model's `authors` say so, its `graphs` have no other, or its `engines` were built for them; null if its repository does not say",
                    nullable = true,
                    examples = "halvings")
            String reason,

            @Schema(
                    description = "How often the models halve a side, where that is the reason; else null",
                    minimum = "0",
                    nullable = true,
                    examples = "6")
            Integer halvings) {}
}
