package dev.diffract.builder.nvidia.cuda;

/** The generation of a device, for example 9.0 for Hopper. */
public record ComputeCapability(int major, int minor) {

    /** As in file names and compiler options: {@code sm90}. */
    public String sm() {
        return "sm" + major + minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
