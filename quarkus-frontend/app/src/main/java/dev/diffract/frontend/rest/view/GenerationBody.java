package dev.diffract.frontend.rest.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request's body, for the OpenAPI document: bodies are read field by field, so that every fault can be named. */
@Schema(
        name = "GenerationRequest",
        description = "Fields that are absent or null get the model's defaults. Other fields are refused.",
        requiredProperties = "prompt",
        additionalProperties = Schema.False.class,
        examples = "{\"prompt\": \"a red circle on a blue background\", \"steps\": 20, \"seed\": 7}")
public record GenerationBody(
        @Schema(description = "Name of a model; the first one if absent", nullable = true, examples = "demo")
        String model,

        @Schema(
                description = "What to draw",
                minLength = 1,
                maxLength = 10_000,
                examples = "a red circle on a blue background")
        String prompt,

        @JsonProperty("negative_prompt")
        @Schema(description = "What not to draw", nullable = true, maxLength = 10_000, defaultValue = "")
        String negativePrompt,

        @Schema(description = "Denoising steps", nullable = true, minimum = "1", maximum = "150", examples = "20")
        Integer steps,

        @Schema(
                description = "Classifier-free guidance scale; 1 and less switch it off",
                nullable = true,
                minimum = "0",
                maximum = "30",
                examples = "3.0")
        Double guidance,

        @Schema(description = "Pixels, by the model's `sizes`", nullable = true, minimum = "1", examples = "128")
        Integer width,

        @Schema(description = "Pixels, by the model's `sizes`", nullable = true, minimum = "1", examples = "128")
        Integer height,

        @Schema(
                description = "-1 for a random one from 0 to 2^32 - 1, which the answer reports",
                nullable = true,
                minimum = "-1",
                maximum = "9223372036854775807",
                defaultValue = "-1",
                examples = "7")
        Long seed,

        @Schema(description = "One of the model's `samplers`, or an alias", nullable = true, examples = "DDIM")
        String sampler,

        @Schema(
                description = "Pictures; picture i is drawn from seed + i",
                nullable = true,
                minimum = "1",
                maximum = "16",
                defaultValue = "1")
        Integer count) {}
