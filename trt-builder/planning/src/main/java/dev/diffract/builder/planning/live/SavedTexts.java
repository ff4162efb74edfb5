package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.InstanceProfile;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.nvidia.nvml.Places;
import dev.diffract.builder.planning.PlanningException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What {@code nvidia-smi} printed on a machine, in place of the machine.
 *
 * @param instances output of {@code nvidia-smi mig -lgi}
 * @param profiles output of {@code nvidia-smi mig -lgip}
 * @param placements output of {@code nvidia-smi mig -lgipp}
 * @param computeInstances output of {@code nvidia-smi mig -lci}
 * @param devices output of {@code nvidia-smi -L}
 */
public record SavedTexts(
        Optional<Path> instances,
        Optional<Path> profiles,
        Optional<Path> placements,
        Optional<Path> computeInstances,
        Optional<Path> devices) {

    public boolean any() {
        return Stream.of(instances, profiles, placements, computeInstances, devices)
                .anyMatch(Optional::isPresent);
    }

    /**
     * Every GPU that a text names, by index.
     *
     * @throws PlanningException if a text is something else, is missing, or says nothing of any GPU
     */
    public List<GpuState> read() {
        Map<Integer, List<GpuInstance>> there =
                instances.map(InstanceText::read).orElse(Map.of());
        Map<Integer, List<InstanceProfile>> offered =
                profiles.map(ProfileText::read).orElse(Map.of());
        Map<Integer, Map<Integer, Places>> places =
                placements.map(PlacementText::read).orElse(Map.of());
        Map<Integer, List<ComputeInstance>> computing =
                computeInstances.map(ComputeText::read).orElse(Map.of());
        Map<Integer, DeviceText.Listed> listed = devices.map(DeviceText::read).orElse(Map.of());
        Optional<String> off = off();
        boolean none = listed.values().stream().allMatch(gpu -> gpu.devices().isEmpty());
        if (instances.isEmpty() && off.isEmpty() && none) {
            throw new PlanningException("the texts do not say which instances exist: give the output of '"
                    + InstanceText.COMMAND + "' with --lgi");
        }
        Set<Integer> gpus = new TreeSet<>(there.keySet());
        gpus.addAll(offered.keySet());
        gpus.addAll(places.keySet());
        gpus.addAll(computing.keySet());
        gpus.addAll(listed.keySet());
        if (gpus.isEmpty() && off.isPresent()) {
            throw new PlanningException(off.get() + ", and so names no GPU: give the output of '" + DeviceText.COMMAND
                    + "' with --list too");
        }
        if (gpus.isEmpty()) {
            throw new PlanningException(instances.get() + " has no instances and so names no GPU: give the output of '"
                    + ProfileText.COMMAND + "' with --lgip, or of '" + DeviceText.COMMAND + "' with --list");
        }
        if (off.isPresent()
                && !(none && Stream.of(there, offered, places, computing).allMatch(Map::isEmpty))) {
            throw new PlanningException(
                    off.get() + ", and another text shows what only MIG has: save all texts at the same time");
        }
        if (!listed.isEmpty()) {
            requireListed(gpus, listed.keySet());
        }
        boolean switchedOn = instances.isPresent() && off.isEmpty() && gpus.size() == 1;
        MigMode others = off.isPresent() || !offered.isEmpty() || !places.isEmpty()
                ? MigMode.OFF
                : switchedOn ? MigMode.ON : MigMode.UNKNOWN;
        return gpus.stream()
                .map(gpu -> state(
                        gpu,
                        others,
                        off.isPresent() || instances.isPresent(),
                        there.getOrDefault(gpu, List.of()),
                        computeInstances.map(file -> computing.getOrDefault(gpu, List.of())),
                        placed(offered.getOrDefault(gpu, List.of()), places.getOrDefault(gpu, Map.of())),
                        Optional.ofNullable(listed.get(gpu))))
                .toList();
    }

    private void requireListed(Set<Integer> gpus, Set<Integer> listed) {
        for (int gpu : gpus) {
            if (!listed.contains(gpu)) {
                throw new PlanningException(devices.get() + " does not list GPU " + gpu
                        + ", which another text names: save all texts on the same machine");
            }
        }
    }

    private static List<InstanceProfile> placed(List<InstanceProfile> profiles, Map<Integer, Places> places) {
        return profiles.stream()
                .map(profile -> profile.with(places.getOrDefault(profile.id(), Places.UNKNOWN)))
                .toList();
    }

    /** Where it is said that no GPU has MIG switched on, in the words of a sentence's beginning. */
    private Optional<String> off() {
        return Stream.of(instances, profiles, placements, computeInstances)
                .flatMap(Optional::stream)
                .flatMap(file ->
                        new SmiTable(file, InstanceText.COMMAND).off().stream().mapToObj(line -> file + ":" + line))
                .map(place -> place + ": nvidia-smi says that no GPU has MIG switched on")
                .findFirst();
    }

    /**
     * @param otherwise the mode where nothing that MIG has is shown of the GPU. The tables of profiles and places have every GPU
     *     on which MIG is on. That of instances has those with one, and without any, the program tells 'no instances' from 'MIG is off
     *     everywhere', which says it all of a single GPU
     * @param known whether the texts say which instances there are
     */
    private GpuState state(
            int index,
            MigMode otherwise,
            boolean known,
            List<GpuInstance> there,
            Optional<List<ComputeInstance>> computing,
            List<InstanceProfile> offered,
            Optional<DeviceText.Listed> listed) {
        List<MigDevice> made = listed.map(DeviceText.Listed::devices).orElse(List.of());
        if (instances.isPresent() && there.isEmpty() && !made.isEmpty()) {
            throw new PlanningException(devices.orElseThrow() + " lists MIG devices of GPU " + index + ", and "
                    + instances.get() + " has no instance of it: save both at the same time");
        }
        boolean cut = !there.isEmpty() || !offered.isEmpty() || !made.isEmpty();
        return new GpuState(
                new GpuState.Identity(
                        index,
                        listed.map(DeviceText.Listed::name),
                        listed.map(DeviceText.Listed::uuid),
                        OptionalInt.empty()),
                OptionalInt.empty(),
                cut ? MigMode.ON : otherwise,
                offered,
                new GpuState.Cut(
                        known ? Optional.of(there) : Optional.empty(),
                        computing.or(() -> listed.flatMap(SavedTexts::computing)),
                        made),
                Optional.empty());
    }

    /** What a list of devices says of compute instances, as each is a device: nothing where it does not say which instance one is in. */
    private static Optional<List<ComputeInstance>> computing(DeviceText.Listed listed) {
        return listed.devices().stream().allMatch(device -> device.gpuInstance().isPresent())
                ? Optional.of(listed.devices().stream()
                        .map(device -> new ComputeInstance(device.gpuInstance().getAsInt(), device.profile()))
                        .toList())
                : Optional.empty();
    }
}
