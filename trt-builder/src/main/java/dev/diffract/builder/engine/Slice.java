package dev.diffract.builder.engine;

import dev.diffract.builder.mig.GpuModel;
import dev.diffract.builder.mig.MigProfile;

/** The kind of slice that engines are for. */
public record Slice(GpuModel gpu, MigProfile profile) {

    private static final long MIB = 1L << 20;

    /** Memory that a program finds in it, in bytes. */
    public long memoryBytes() {
        return profile.usableMib() * MIB;
    }

    /** For example {@code 1g.10gb of H100-80GB}. */
    @Override
    public String toString() {
        return profile + " of " + gpu;
    }
}
