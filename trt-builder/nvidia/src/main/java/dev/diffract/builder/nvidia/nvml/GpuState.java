package dev.diffract.builder.nvidia.nvml;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One GPU of a machine, as NVML or the saved output of {@code nvidia-smi} shows it. What a saved output does not say is empty.
 *
 * @param identity which one it is
 * @param memoryMib all memory of the card, in MiB
 * @param mig whether it is cut
 * @param profiles profiles it offers; empty if not known or without MIG
 * @param instances GPU instances that exist, by start
 * @param devices what CUDA programs see of them, by index
 * @param processes programs that compute on the card; empty if not known
 */
public record GpuState(
        Identity identity,
        OptionalInt memoryMib,
        MigMode mig,
        List<InstanceProfile> profiles,
        List<GpuInstance> instances,
        List<MigDevice> devices,
        Optional<List<GpuProcess>> processes) {

    public GpuState {
        profiles = List.copyOf(profiles);
        instances = List.copyOf(instances);
        devices = List.copyOf(devices);
        processes = processes.map(List::copyOf);
    }

    /**
     * @param index of the GPU on its machine
     * @param name as the driver gives it, such as {@code NVIDIA H100 80GB HBM3}
     * @param uuid {@code GPU-...}
     * @param pciId packed PCI id, {@code device << 16 | vendor}
     */
    public record Identity(int index, Optional<String> name, Optional<String> uuid, OptionalInt pciId) {}

    public int index() {
        return identity.index;
    }

    public Optional<String> name() {
        return identity.name;
    }

    public Optional<String> uuid() {
        return identity.uuid;
    }

    public OptionalInt pciId() {
        return identity.pciId;
    }

    /** Such as {@code GPU 0 (NVIDIA H100 80GB HBM3)}. */
    @Override
    public String toString() {
        return "GPU " + index() + name().map(known -> " (" + known + ")").orElse("");
    }
}
