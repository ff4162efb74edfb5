package dev.diffract.builder.nvidia.cuda;

import java.util.UUID;

/**
 * A device as this process sees it: a whole GPU, or the one MIG slice that CUDA_VISIBLE_DEVICES names.
 *
 * @param ordinal CUDA's number for it, from 0
 * @param uuid of the slice if it is one; NVML writes it with {@code GPU-} or {@code MIG-} in front
 * @param multiprocessors how many SMs it has
 * @param memoryBytes all its memory
 */
public record CudaDevice(
        int ordinal, String name, UUID uuid, ComputeCapability capability, int multiprocessors, long memoryBytes) {}
