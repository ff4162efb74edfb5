package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The slices and what each is doing. */
@RegisterForReflection
@Schema(name = "Slices")
public record SlicesView(List<SliceView> slices) {

    /** A slice. */
    @RegisterForReflection
    @Schema(name = "Slice")
    public record SliceView(
            @Schema(examples = "a") String name,

            @Schema(description = "host:port of its server", examples = "localhost:8001")
            String target,

            @Schema(
                    description = "Only healthy slices get work",
                    enumeration = {"pending", "healthy", "unhealthy", "unknown", "mismatched"})
            String state,

            @Schema(description = "Why it is not healthy, in a sentence", nullable = true)
            String reason,

            @Schema(description = "Names of the models that are ready")
            List<String> models,

            @JsonProperty("in_flight") @Schema(description = "Calls under way", minimum = "0")
            int inFlight,

            @Schema(description = "Calls that succeeded", minimum = "0")
            long completed,

            @Schema(description = "Calls that failed", minimum = "0")
            long failed,

            @JsonProperty("mean_step_ms")
            @Schema(
                    description = "Mean time of a denoising step in milliseconds; null before the first",
                    nullable = true)
            Double meanStep,

            @Schema(description = "The calls under way, oldest first", examples = "[\"5f0c6b1e9a7d4c32 step 3/20\"]")
            List<String> doing) {}
}
