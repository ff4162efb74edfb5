package dev.diffract.builder.nvidia.nvml;

/**
 * A compute instance that exists: what programs run on.
 *
 * @param gpuInstance id of the GPU instance it is in
 * @param profile such as {@code 3g.40gb}; {@code 1c.3g.40gb} if it has only a part of the instance's SMs
 */
public record ComputeInstance(int gpuInstance, String profile) {

    /** Whether it has all SMs of its GPU instance. */
    public boolean wholeInstance() {
        return !profile.matches("\\d+c\\..*");
    }
}
