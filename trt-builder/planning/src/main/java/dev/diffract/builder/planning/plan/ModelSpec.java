package dev.diffract.builder.planning.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model to serve.
 *
 * @param name as requests call it
 * @param source folder of ONNX components, resolved against the plan file's directory
 * @param resolutions picture sizes it must serve, at least one
 * @param maxBatch samples of the UNet at once, 1 to 64; empty for as many as fit
 */
public record ModelSpec(
        String name, Path source, List<Resolution> resolutions, OptionalInt maxBatch, SafetyChecker safetyChecker) {

    public ModelSpec {
        resolutions = List.copyOf(resolutions);
    }
}
