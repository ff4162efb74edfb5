package dev.diffract.builder.nvidia.nvml;

import java.util.OptionalInt;

/**
 * What a CUDA program sees of an instance.
 *
 * @param index on its GPU, as in {@code 0:1}; changes when other instances come or go
 * @param uuid {@code MIG-...}
 * @param profile such as {@code 3g.40gb}; {@code 1c.3g.40gb} if it has only a part of the instance's SMs
 * @param gpuInstance id of the instance; empty if not known
 */
public record MigDevice(int index, String uuid, String profile, OptionalInt gpuInstance) {

    /** Whether it has all SMs of its instance. */
    public boolean wholeInstance() {
        return new ComputeInstance(gpuInstance.orElse(-1), profile).wholeInstance();
    }

    /** Profile of its GPU instance, such as {@code 3g.40gb} for {@code 1c.3g.40gb}. */
    public String instanceProfile() {
        return profile.replaceFirst("^\\d+c\\.", "");
    }
}
