package dev.diffract.builder.build.engine;

import java.util.Optional;

/**
 * What builds engines on this machine, and must be the same where they are loaded.
 *
 * @param tensorrt TensorRT's version, such as {@code 10.15.1}
 * @param cuda newest CUDA of the driver, such as {@code 13.0}
 * @param driver the driver's version; empty if the machine does not say
 */
public record Toolchain(String tensorrt, String cuda, Optional<String> driver) {}
