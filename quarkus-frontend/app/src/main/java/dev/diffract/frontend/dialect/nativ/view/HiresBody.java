package dev.diffract.frontend.dialect.nativ.view;

import dev.diffract.frontend.core.request.GenerationLimits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The second pass. */
@Schema(name = "Hires", additionalProperties = Schema.False.class)
public record HiresBody(
        @Schema(
                description = "How much larger",
                nullable = true,
                exclusiveMinimum = true,
                minimum = "1",
                maximum = "" + GenerationLimits.HIRES_SCALE,
                defaultValue = "2")
        Double scale,

        @Schema(
                description = "What is enlarged",
                nullable = true,
                enumeration = {"latent", "pixel"},
                defaultValue = "latent")
        String upscaler,

        @Schema(
                description = "Steps made in the second pass; 0: as many as in the first",
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.STEPS,
                defaultValue = "0")
        Integer steps,

        @Schema(
                description = "How much is drawn anew",
                nullable = true,
                minimum = "0",
                maximum = "1",
                defaultValue = "0.7")
        Double strength) {}
