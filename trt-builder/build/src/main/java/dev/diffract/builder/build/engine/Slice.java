package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;

/** The kind of slice that engines are for, or a card that is not cut. */
public record Slice(GpuModel gpu, MigProfile profile) {

    private static final long MIB = 1L << 20;

    /** Memory that a program finds in it, in bytes. */
    public long memoryBytes() {
        return profile.usableMib() * MIB;
    }

    /** For example {@code 1g.10gb of H100-80GB}, or {@code whole H100-80GB}. */
    @Override
    public String toString() {
        if (profile.name().equals(MigProfile.WHOLE)) {
            return MigProfile.WHOLE + " " + gpu;
        }
        return profile + " of " + gpu;
    }
}
