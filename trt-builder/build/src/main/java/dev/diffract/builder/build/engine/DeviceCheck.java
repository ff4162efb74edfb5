package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.mig.Figure;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the device that a process sees is a slice of the kind that is wanted. Figures of the catalogue that are doubtful are not held against it. */
public final class DeviceCheck {

    private DeviceCheck() {}

    /** What is wrong with the device, in a sentence; empty if it is such a slice. */
    public static Optional<String> objection(Slice wanted, VisibleDevice device, MigCatalogue catalogue) {
        List<GpuModel> known = SeenCards.of(device, catalogue);
        if (!known.isEmpty() && !known.contains(wanted.gpu())) {
            return objection(
                    wanted,
                    device,
                    "the GPU is " + known.stream().map(GpuModel::withArticle).collect(Collectors.joining(" or ")));
        }
        if (!device.capability().equals(wanted.gpu().computeCapability())) {
            return objection(
                    wanted,
                    device,
                    "its compute capability is " + device.capability() + ", not "
                            + wanted.gpu().computeCapability());
        }
        if (device.profileName().isPresent()) {
            return wanted.profile().isCalled(device.profileName().get())
                    ? Optional.empty()
                    : objection(
                            wanted,
                            device,
                            "the slice is a " + device.profileName().get());
        }
        if (device.multiprocessors() == wanted.gpu().sms()
                && device.multiprocessors() != wanted.profile().sms()) {
            return objection(wanted, device, "the whole card is visible");
        }
        return figures(wanted, device);
    }

    private static Optional<String> figures(Slice wanted, VisibleDevice device) {
        boolean smsKnown = !wanted.profile().doubtful().contains(Figure.SMS);
        if (smsKnown && device.multiprocessors() != wanted.profile().sms()) {
            return objection(
                    wanted,
                    device,
                    "it has " + device.multiprocessors() + " multiprocessors, not "
                            + wanted.profile().sms());
        }
        boolean memoryKnown = !wanted.profile().doubtful().contains(Figure.MEMORY);
        if (memoryKnown && !SeenCards.near(device.memoryBytes(), wanted.memoryBytes())) {
            return objection(
                    wanted,
                    device,
                    "it has " + MemoryBudget.mib(device.memoryBytes()) + " MiB of memory, not about "
                            + wanted.profile().usableMib());
        }
        return Optional.empty();
    }

    private static Optional<String> objection(Slice wanted, VisibleDevice device, String reason) {
        return Optional.of(
                "the visible device '" + device.name() + "' (" + device.uuid() + ") is no " + wanted + ": " + reason
                        + ". Engines are built in the slice they are for: set CUDA_VISIBLE_DEVICES to the UUID of such a slice"
                        + " (nvidia-smi -L lists them), or name the profile that is visible");
    }
}
