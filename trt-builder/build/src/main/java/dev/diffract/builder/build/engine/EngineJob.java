package dev.diffract.builder.build.engine;

import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import java.nio.file.Path;
import java.util.List;

/**
 * One engine to build.
 *
 * @param model name of the model, for messages
 * @param files what it is built from, and into
 * @param profiles one shape profile per picture size, or one
 * @param workspaceBytes most scratch memory one layer may use
 * @param optimizationLevel TensorRT's, 0 to 5
 * @param runs what to measure after the build
 */
public record EngineJob(
        String model,
        Files files,
        List<ShapeProfile> profiles,
        long workspaceBytes,
        int optimizationLevel,
        List<Run> runs) {

    public EngineJob {
        profiles = List.copyOf(profiles);
        runs = List.copyOf(runs);
    }

    /**
     * @param graph strongly typed ONNX graph, with its external data beside it
     * @param engine where the engine file is written
     * @param timingCache read if it is there, and written
     */
    public record Files(Path graph, Path engine, Path timingCache) {}

    /**
     * An execution to measure: the tuned shapes of a profile, with another batch.
     *
     * @param profile index of the shape profile
     * @param width of the picture in pixels, for the record
     * @param height of the picture in pixels, for the record
     */
    public record Run(int profile, int batch, int width, int height) {}
}
