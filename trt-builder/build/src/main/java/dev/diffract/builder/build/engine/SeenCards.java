package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import java.util.List;
import java.util.stream.IntStream;

/** Which cards of the catalogue a device may be of. A name alone does not tell: boards of one name differ in memory. */
public final class SeenCards {

    /** Usable memory drifts between driver branches and forms of a card. */
    static final double MEMORY_DRIFT = 0.1;

    private SeenCards() {}

    /** Cards with the device's name that have such a slice, or as much memory; none if its name is not known, or means another size. */
    public static List<GpuModel> of(VisibleDevice device, MigCatalogue catalogue) {
        return catalogue.findAll(device.gpuName()).stream()
                .filter(model -> device.profileName()
                        .map(profile -> model.profile(profile).isPresent())
                        .orElseGet(() -> hasMemory(model, device)))
                .toList();
    }

    /** Older drivers do not say in a device's name that it is a slice. */
    private static boolean hasMemory(GpuModel model, VisibleDevice device) {
        return IntStream.concat(
                        IntStream.of(model.memoryMib()),
                        model.profiles().stream().mapToInt(profile -> profile.usableMib()))
                .anyMatch(mib -> near(device.memoryBytes(), (long) mib << 20));
    }

    static boolean near(long is, long expected) {
        return Math.abs((double) is / expected - 1) <= MEMORY_DRIFT;
    }
}
