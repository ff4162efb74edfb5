package dev.diffract.builder.planning.plan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model to serve.
 *
 * @param name as requests call it
 * @param source folder of ONNX components, resolved against the plan file's directory
 * @param resolutions picture sizes it must serve
 * @param maxBatch samples of the UNet at once, 1 to 64; empty for as many as fit
 * @param image container image of the servers of its slices; empty for the plan's
 */
public record ModelSpec(
        String name,
        Path source,
        Resolutions resolutions,
        OptionalInt maxBatch,
        SafetyChecker safetyChecker,
        Optional<String> image) {}
