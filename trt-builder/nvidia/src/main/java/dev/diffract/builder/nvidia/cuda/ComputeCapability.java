package dev.diffract.builder.nvidia.cuda;

/** The generation of a device, for example 9.0 for Hopper. */
public record ComputeCapability(int major, int minor) {

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
