package dev.diffract.builder.bench;

import dev.diffract.builder.engine.VisibleDevice;
import dev.diffract.builder.mig.MigCatalogue;
import dev.diffract.repository.layout.EngineTarget;
import java.util.Optional;

/** Whether engines are for the device that is visible, and for the TensorRT that is loaded. */
final class TargetCheck {

    private TargetCheck() {}

    /** @throws BenchException if they are for something else */
    static void require(EngineTarget target, EngineDevice device, String repository) {
        VisibleDevice visible = device.visible();
        Optional<String> card = MigCatalogue.shipped().find(visible.gpuName()).map(model -> model.name());
        boolean otherCard = card.isPresent() && !card.get().equals(target.gpu());
        boolean otherSlice = visible.multiprocessors() != target.multiprocessors()
                || !visible.capability().toString().equals(target.computeCapability());
        if (otherCard || otherSlice) {
            throw new BenchException("the engines of " + repository + " are for " + target.profile() + " of "
                    + target.gpu() + " (" + target.multiprocessors() + " multiprocessors), and the visible device is '"
                    + visible.name() + "' (" + visible.multiprocessors()
                    + "): set CUDA_VISIBLE_DEVICES to such a slice, or build engines for this one");
        }
        if (!device.tensorRt().equals(target.tensorrt())) {
            throw new BenchException(
                    "the engines of " + repository + " were built with TensorRT " + target.tensorrt() + ", and this is "
                            + device.tensorRt() + ": name the other one's directory (--tensorrt DIR), or build again");
        }
    }
}
