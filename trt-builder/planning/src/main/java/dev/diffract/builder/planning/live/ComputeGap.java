package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * GPU instances that lack a compute instance with all of their SMs. Programs see compute instances, so such an instance serves nothing, or less
 * than its profile.
 *
 * @param instances of one profile
 * @param lacking how many of them lack one; less than all where a list of devices does not say which
 * @param parts compute instances with fewer SMs that stand in the way, if that is known
 */
public record ComputeGap(List<GpuInstance> instances, int lacking, List<ComputeInstance> parts) {

    public ComputeGap {
        instances = List.copyOf(instances);
        parts = List.copyOf(parts);
    }

    /** Whether it is every one of the instances. */
    public boolean certain() {
        return lacking == instances.size();
    }

    /**
     * The gaps of a GPU.
     *
     * @return empty if nothing is known of its compute instances
     */
    static Optional<List<ComputeGap>> of(GpuModel model, GpuState gpu) {
        if (gpu.computeInstances().isPresent()) {
            return Optional.of(counted(gpu.instances(), gpu.computeInstances().get()));
        }
        return gpu.devices().isEmpty() ? Optional.empty() : Optional.of(counted(model, gpu));
    }

    private static List<ComputeGap> counted(List<GpuInstance> instances, List<ComputeInstance> computing) {
        List<ComputeGap> gaps = new ArrayList<>();
        for (GpuInstance instance : instances) {
            List<ComputeInstance> own = computing.stream()
                    .filter(made -> made.gpuInstance() == instance.id())
                    .toList();
            if (own.stream().noneMatch(ComputeInstance::wholeInstance)) {
                gaps.add(new ComputeGap(List.of(instance), 1, own));
            }
        }
        return gaps;
    }

    /** By the devices of each profile: that is all a list of them says. */
    private static List<ComputeGap> counted(GpuModel model, GpuState gpu) {
        Map<Integer, List<GpuInstance>> byProfile = gpu.instances().stream()
                .sorted(Comparator.comparingInt(GpuInstance::start))
                .collect(Collectors.groupingBy(GpuInstance::profileId, TreeMap::new, Collectors.toList()));
        List<ComputeGap> gaps = new ArrayList<>();
        byProfile.forEach((id, instances) -> model.profile(id).ifPresent(profile -> {
            int whole = (int) gpu.devices().stream()
                    .filter(MigDevice::wholeInstance)
                    .filter(device -> profile.isCalled(device.profile()))
                    .count();
            if (whole < instances.size()) {
                gaps.add(new ComputeGap(instances, instances.size() - whole, parts(gpu, profile)));
            }
        }));
        return gaps;
    }

    private static List<ComputeInstance> parts(GpuState gpu, MigProfile profile) {
        return gpu.devices().stream()
                .filter(device -> !device.wholeInstance() && profile.isCalled(device.instanceProfile()))
                .map(device -> new ComputeInstance(device.gpuInstance().orElse(-1), device.profile()))
                .toList();
    }
}
