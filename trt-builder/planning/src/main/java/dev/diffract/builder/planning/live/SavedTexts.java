package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.InstanceProfile;
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

/**
 * What {@code nvidia-smi} printed on a machine, in place of the machine.
 *
 * @param instances output of {@code nvidia-smi mig -lgi}
 * @param profiles output of {@code nvidia-smi mig -lgip}
 * @param placements output of {@code nvidia-smi mig -lgipp}
 * @param devices output of {@code nvidia-smi -L}
 */
public record SavedTexts(
        Optional<Path> instances, Optional<Path> profiles, Optional<Path> placements, Optional<Path> devices) {

    public boolean any() {
        return instances.isPresent() || profiles.isPresent() || placements.isPresent() || devices.isPresent();
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
        Map<Integer, DeviceText.Listed> listed = devices.map(DeviceText::read).orElse(Map.of());
        if (instances.isEmpty()
                && listed.values().stream().allMatch(gpu -> gpu.devices().isEmpty())) {
            throw new PlanningException("the texts do not say which instances exist: give the output of '"
                    + InstanceText.COMMAND + "' with --lgi");
        }
        Set<Integer> gpus = new TreeSet<>(there.keySet());
        gpus.addAll(offered.keySet());
        gpus.addAll(places.keySet());
        gpus.addAll(listed.keySet());
        if (gpus.isEmpty()) {
            throw new PlanningException(instances.get() + " has no instances and so names no GPU: give the output of '"
                    + ProfileText.COMMAND + "' with --lgip, or of '" + DeviceText.COMMAND + "' with --list");
        }
        if (!listed.isEmpty()) {
            requireListed(gpus, listed.keySet());
        }
        return gpus.stream()
                .map(gpu -> state(
                        gpu,
                        there.getOrDefault(gpu, List.of()),
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

    /** A GPU without MIG does not appear in any table of MIG. */
    private static GpuState state(
            int index,
            List<GpuInstance> instances,
            List<InstanceProfile> profiles,
            Optional<DeviceText.Listed> listed) {
        boolean cut = !instances.isEmpty()
                || !profiles.isEmpty()
                || listed.filter(gpu -> !gpu.devices().isEmpty()).isPresent();
        return new GpuState(
                new GpuState.Identity(
                        index,
                        listed.map(DeviceText.Listed::name),
                        listed.map(DeviceText.Listed::uuid),
                        OptionalInt.empty()),
                OptionalInt.empty(),
                cut ? MigMode.ON : MigMode.OFF,
                profiles,
                instances,
                listed.map(DeviceText.Listed::devices).orElse(List.of()),
                Optional.empty());
    }
}
