package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.service.SliceStatus;
import dev.diffract.frontend.service.SliceStatus.Activity;
import dev.diffract.frontend.service.SwitchService.State;
import dev.diffract.frontend.usage.Usage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The slices and what each is doing. */
@RegisterForReflection
@Schema(name = "Slices")
public record SlicesView(
        List<SliceView> slices,

        @JsonProperty("switch")
        @Schema(
                description = "The switch of a model to another checkpoint that is under way; null if none is",
                nullable = true)
        SwitchView change) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** A slice. */
    @RegisterForReflection
    @Schema(name = "Slice")
    public record SliceView(
            @Schema(examples = "a") String name,

            @Schema(description = "host:port of its server", examples = "localhost:8001")
            String target,

            @Schema(
                    description = "Only healthy slices get work",
                    enumeration = {"pending", "healthy", "draining", "unhealthy", "unknown", "mismatched"})
            String state,

            @Schema(description = "Why it is not healthy, in a sentence", nullable = true)
            String reason,

            @Schema(
                    description = "Names of the models that are ready, as its server has them: model, digest and role",
                    examples = "[\"demo-9f2c4d1e.unet\"]")
            List<String> models,

            @Schema(
                    description = "Digests of the checkpoints that those models are of",
                    examples = "[\"sha256:9f2c…\"]")
            List<String> checkpoints,

            @JsonProperty("in_flight") @Schema(description = "Calls under way", minimum = "0")
            int inFlight,

            @Schema(description = "Calls that succeeded", minimum = "0")
            long completed,

            @Schema(description = "Calls that failed", minimum = "0")
            long failed,

            @JsonProperty("mean_step_ms")
            @Schema(
                    description = "What a call that makes denoising steps took of late, in milliseconds: the median of"
                            + " the latest five of its size; null before the first",
                    nullable = true)
            Double meanStep,

            @JsonProperty("relative_speed")
            @Schema(
                    description = "How fast it is beside the fastest slice, as learned of late: 1 for the fastest, 0.5"
                            + " for one that takes twice as long; null where nothing is known to compare by",
                    nullable = true)
            Double relativeSpeed,

            @Schema(
                    description = "Pictures in a call that makes steps, about the mean of the latest five; null before"
                            + " the first",
                    nullable = true)
            Double batch,

            @Schema(description = "The calls under way, oldest first", examples = "[\"5f0c6b1e9a7d4c32 step 3/20\"]")
            List<String> doing,

            UsageView usage) {}

    /** How far a switch is. */
    @RegisterForReflection
    @Schema(name = "Switch")
    public record SwitchView(
            @Schema(description = "The checkpoint before, as requests name it", examples = "demo@9f2c4d1e")
            String from,

            @Schema(description = "The next one", examples = "demo@3f9a12c4")
            String to,

            @Schema(
                    description = "Slices get it (rolling), a part of new pictures is drawn with it (canary), what has"
                            + " begun with the one before ends (ending), or all goes back (returning)",
                    enumeration = {"rolling", "canary", "ending", "returning"})
            String phase,

            @Schema(description = "Part of new pictures that are drawn with the next one", minimum = "0", maximum = "1")
            double part,

            @Schema(description = "Slices that have the next one", minimum = "0")
            int switched,

            @Schema(description = "Slices that are switched", minimum = "0")
            int slices,

            @JsonProperty("waits_for")
            @Schema(
                    description = "Where others still draw with the checkpoint before, which stays so long, in a"
                            + " sentence; null if it does not wait for them",
                    nullable = true)
            String waitsFor) {}

    /** How busy a slice and its machine are. */
    @RegisterForReflection
    @Schema(name = "SliceUsage", description = "As its server or an exporter tells; null is what nobody tells")
    public record UsageView(
            @JsonProperty("gpu_utilization")
            @Schema(
                    description = "Part of the time that the GPU was busy",
                    minimum = "0",
                    maximum = "1",
                    nullable = true)
            Double gpu,

            @JsonProperty("gpu_memory_used_bytes") @Schema(minimum = "0", nullable = true)
            Long gpuMemoryUsed,

            @JsonProperty("gpu_memory_total_bytes") @Schema(minimum = "0", nullable = true)
            Long gpuMemoryTotal,

            @JsonProperty("cpu_utilization")
            @Schema(
                    description = "Part of its machine's processors that is busy",
                    minimum = "0",
                    maximum = "1",
                    nullable = true)
            Double cpu,

            @JsonProperty("memory_used_bytes")
            @Schema(description = "RAM of its machine", minimum = "0", nullable = true)
            Long memoryUsed,

            @JsonProperty("memory_total_bytes") @Schema(minimum = "0", nullable = true)
            Long memoryTotal,

            @Schema(
                    description = "Requests that wait in the server's own queues, of all its clients",
                    minimum = "0",
                    nullable = true)
            Long waiting) {

        static UsageView of(Usage usage) {
            return new UsageView(
                    boxed(usage.gpu()),
                    usage.gpuMemory().map(Usage.Memory::used).orElse(null),
                    usage.gpuMemory().map(memory -> boxed(memory.total())).orElse(null),
                    boxed(usage.cpu()),
                    usage.ram().map(Usage.Memory::used).orElse(null),
                    usage.ram().map(memory -> boxed(memory.total())).orElse(null),
                    boxed(usage.pending()));
        }
    }

    /**
     * As JSON has them.
     *
     * @param change the latest switch; it is shown while it is under way
     */
    public static SlicesView of(List<SliceStatus> slices, Optional<State> change) {
        return new SlicesView(
                slices.stream().map(SlicesView::view).toList(),
                change.filter(State::isUnderWay).map(SlicesView::view).orElse(null));
    }

    private static SwitchView view(State state) {
        return new SwitchView(
                state.from(),
                state.to(),
                state.phase(),
                state.part(),
                state.switched(),
                state.slices(),
                state.reason().filter(reason -> state.isOnItsWay()).orElse(null));
    }

    private static SliceView view(SliceStatus slice) {
        Activity activity = slice.activity();
        return new SliceView(
                slice.identity().name(),
                slice.identity().target(),
                slice.state(),
                slice.reason().orElse(null),
                slice.models(),
                slice.checkpoints(),
                activity.inFlight(),
                activity.completed(),
                activity.failed(),
                activity.step().map(time -> time.toNanos() / NANOS_PER_MILLI).orElse(null),
                boxed(activity.relativeSpeed()),
                boxed(activity.batch()),
                activity.doing(),
                UsageView.of(slice.usage()));
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }
}
