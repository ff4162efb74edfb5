package dev.diffract.builder.nvidia.tensorrt;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What engine to build. Made by {@link #of}, then refined.
 *
 * @param onnx the graph; external weights are looked for beside it
 * @param engine where the engine is written; an existing file is replaced once the build has succeeded
 * @param profiles at least one if the graph has a dynamic input; the order is the profiles' index in the engine
 * @param timingCache what an earlier build on the same device returned; empty to measure everything
 * @param limits what TensorRT may use
 * @param listener hears progress, and may cancel
 */
public record EngineBuild(
        Path onnx,
        Path engine,
        List<ShapeProfile> profiles,
        Optional<TimingCache> timingCache,
        Limits limits,
        ProgressListener listener) {

    public EngineBuild {
        Objects.requireNonNull(onnx, "onnx");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(listener, "listener");
        profiles = List.copyOf(profiles);
    }

    /** All defaults: no profile, no limit, no cache, silent. */
    public static EngineBuild of(Path onnx, Path engine) {
        return new EngineBuild(onnx, engine, List.of(), Optional.empty(), Limits.NONE, ProgressListener.none());
    }

    public EngineBuild withProfiles(List<ShapeProfile> shapes) {
        return new EngineBuild(onnx, engine, shapes, timingCache, limits, listener);
    }

    public EngineBuild withTimingCache(TimingCache cache) {
        return new EngineBuild(onnx, engine, profiles, Optional.of(cache), limits, listener);
    }

    /** @throws IllegalArgumentException for less than a byte */
    public EngineBuild withWorkspaceBytes(long bytes) {
        return within(new Limits(OptionalLong.of(bytes), limits.optimizationLevel));
    }

    /** @throws IllegalArgumentException for a level outside 0 to 5 */
    public EngineBuild withOptimizationLevel(int level) {
        return within(new Limits(limits.workspaceBytes, OptionalInt.of(level)));
    }

    public EngineBuild withListener(ProgressListener heard) {
        return new EngineBuild(onnx, engine, profiles, timingCache, limits, heard);
    }

    private EngineBuild within(Limits other) {
        return new EngineBuild(onnx, engine, profiles, timingCache, other, listener);
    }

    /**
     * What TensorRT may use.
     *
     * @param workspaceBytes most scratch memory a layer may use; empty for all there is on the device
     * @param optimizationLevel 0 (quick build) to 5 (quick engine); empty for TensorRT's default, 3
     */
    public record Limits(OptionalLong workspaceBytes, OptionalInt optimizationLevel) {

        private static final Limits NONE = new Limits(OptionalLong.empty(), OptionalInt.empty());

        /** @throws IllegalArgumentException for a level outside 0 to 5, or a size below a byte */
        public Limits {
            if (optimizationLevel.orElse(0) < 0 || optimizationLevel.orElse(0) > 5) {
                throw new IllegalArgumentException(
                        "the optimization level is 0 to 5, not " + optimizationLevel.getAsInt());
            }
            if (workspaceBytes.orElse(1) < 1) {
                throw new IllegalArgumentException("the workspace is at least one byte: " + workspaceBytes.getAsLong());
            }
        }
    }
}
