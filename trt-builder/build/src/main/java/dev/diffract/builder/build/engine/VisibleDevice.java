package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.mig.ComputeCapability;
import java.util.Optional;

/**
 * The device that this process computes on: CUDA's first. What NVML says of the GPU around a slice is not asked, because inside a container it may be refused or be the whole
 * card's.
 *
 * @param name as CUDA says it, such as {@code NVIDIA H100 80GB HBM3 MIG 1g.10gb}
 * @param uuid of the GPU or of the slice
 * @param multiprocessors streaming multiprocessors
 * @param memoryBytes all its memory
 * @param cuda newest CUDA of the driver, such as {@code 13.0}
 * @param driver the driver's version; empty if the machine does not say
 */
public record VisibleDevice(
        String name,
        String uuid,
        ComputeCapability capability,
        int multiprocessors,
        long memoryBytes,
        String cuda,
        Optional<String> driver) {

    private static final String MIG = " MIG ";

    /** The GPU's name, without that of a slice. */
    public String gpuName() {
        int slice = name.indexOf(MIG);
        return slice < 0 ? name : name.substring(0, slice);
    }

    /** The profile, if CUDA says it in the name. */
    public Optional<String> profileName() {
        int slice = name.indexOf(MIG);
        return slice < 0
                ? Optional.empty()
                : Optional.of(name.substring(slice + MIG.length()).strip());
    }
}
