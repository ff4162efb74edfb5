package dev.diffract.builder.planning.lock;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.live.CardDiff;
import dev.diffract.builder.planning.live.PlanDiff;
import dev.diffract.builder.planning.lock.Lock.LockedGpu;
import dev.diffract.builder.planning.lock.Lock.LockedSlice;
import dev.diffract.builder.planning.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the MIG device of every slice. With GPU instances known, a slice is the device of the instance at its place; from a list of devices alone,
 * slices of one profile get the devices of that profile in the order of their indices, which comes to the same, as they are alike.
 */
public final class LockMaker {

    private LockMaker() {}

    /** @throws PlanningException if a GPU is not cut as planned, or its devices are not known */
    public static Lock make(Plan plan, List<GpuState> gpus) {
        List<LockedGpu> locked = new ArrayList<>();
        Map<Integer, LockedSlice> slices = new TreeMap<>();
        for (CardDiff diff : PlanDiff.of(plan, gpus).cards()) {
            GpuState gpu = diff.gpu();
            locked.add(new LockedGpu(
                    diff.card().name(),
                    diff.card().model().name(),
                    gpu.index(),
                    gpu.uuid()
                            .orElseThrow(() -> new PlanningException("the UUIDs of " + gpu
                                    + " are not known: give the output of 'nvidia-smi -L' with --list"))));
            List<MigDevice> free = new ArrayList<>(gpu.devices());
            boolean instancesKnown =
                    free.stream().anyMatch(device -> device.gpuInstance().isPresent());
            for (CardSlice slice : diff.card().slices()) {
                MigDevice device = (instancesKnown ? atPlace(diff, slice, free) : ofProfile(diff, slice, free))
                        .orElseThrow(() -> new PlanningException(missing(diff, slice)));
                free.remove(device);
                slices.put(
                        slice.number(),
                        new LockedSlice(
                                slice.name(),
                                diff.card().name(),
                                slice.placement().profile().name(),
                                diff.kept().containsKey(slice.number())
                                        ? OptionalInt.of(slice.placement().start())
                                        : OptionalInt.empty(),
                                device.uuid()));
            }
        }
        return new Lock(locked, List.copyOf(slices.values()));
    }

    private static Optional<MigDevice> atPlace(CardDiff diff, CardSlice slice, List<MigDevice> free) {
        GpuInstance instance = diff.kept().get(slice.number());
        return free.stream()
                .filter(MigDevice::wholeInstance)
                .filter(device -> instance != null && device.gpuInstance().orElse(-1) == instance.id())
                .findFirst();
    }

    private static Optional<MigDevice> ofProfile(CardDiff diff, CardSlice slice, List<MigDevice> free) {
        boolean wanting = !diff.gpu().instances().isEmpty() && !diff.kept().containsKey(slice.number());
        return wanting
                ? Optional.empty()
                : free.stream()
                        .filter(device -> slice.placement().profile().isCalled(device.profile()))
                        .findFirst();
    }

    private static String missing(CardDiff diff, CardSlice slice) {
        return diff.gpu() + " is not cut as planned: it has no device for " + slice.name() + " ("
                + slice.placement().profile() + "); it has "
                + (diff.gpu().devices().isEmpty()
                        ? "none"
                        : diff.gpu().devices().stream().map(MigDevice::profile).collect(Collectors.joining(", ")))
                + (diff.gpu().devices().isEmpty()
                        ? ". Cut it first with mig.sh, which 'diffract plan render' writes"
                        : ". 'diffract plan show --diff' says what to change");
    }
}
