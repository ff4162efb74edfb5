package dev.diffract.repository.layout;

import java.util.Optional;

/**
 * The slice that a repository's engines were built in, which is the only kind that may serve them.
 *
 * @param gpu GPU model by its name in the catalogue, such as {@code H100-80GB}
 * @param profile MIG profile, such as {@code 1g.10gb}
 * @param computeCapability such as {@code 9.0}
 * @param multiprocessors streaming multiprocessors of the slice
 * @param memoryBytes memory that a program finds in the slice
 * @param tensorrt version that built the engines, such as {@code 10.15.1}; no other can load them
 * @param cuda newest CUDA of the driver, such as {@code 13.0}
 * @param driver version of the driver, such as {@code 580.65.06}; empty if the machine did not say
 */
public record EngineTarget(
        String gpu,
        String profile,
        String computeCapability,
        int multiprocessors,
        long memoryBytes,
        String tensorrt,
        String cuda,
        Optional<String> driver) {}
