package dev.diffract.builder.build.engine;

import dev.diffract.repository.layout.EngineTarget;

/** Slices as manifests describe them. */
public final class Targets {

    private Targets() {}

    /** The slice that is visible, with its real figures. */
    public static EngineTarget of(Slice slice, VisibleDevice device, Toolchain toolchain) {
        return new EngineTarget(
                slice.gpu().name(),
                slice.profile().name(),
                device.capability().toString(),
                device.multiprocessors(),
                device.memoryBytes(),
                toolchain.tensorrt(),
                toolchain.cuda(),
                toolchain.driver());
    }
}
