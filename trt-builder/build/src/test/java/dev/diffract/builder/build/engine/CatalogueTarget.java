package dev.diffract.builder.build.engine;

import dev.diffract.repository.layout.EngineTarget;

/** A slice as the catalogue has it, where no device is visible. */
final class CatalogueTarget {

    private CatalogueTarget() {}

    static EngineTarget of(Slice slice, Toolchain toolchain) {
        return new EngineTarget(
                slice.gpu().name(),
                slice.profile().name(),
                slice.gpu().computeCapability().toString(),
                slice.profile().sms(),
                slice.memoryBytes(),
                toolchain.tensorrt(),
                toolchain.cuda(),
                toolchain.driver());
    }
}
