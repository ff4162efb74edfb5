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
 * @param cut what it is cut into
 * @param processes programs that compute on the card; empty if not known
 */
public record GpuState(
        Identity identity,
        OptionalInt memoryMib,
        MigMode mig,
        List<InstanceProfile> profiles,
        Cut cut,
        Optional<List<GpuProcess>> processes) {

    public GpuState {
        profiles = List.copyOf(profiles);
        processes = processes.map(List::copyOf);
    }

    /**
     * @param index of the GPU on its machine
     * @param name as the driver gives it, such as {@code NVIDIA H100 80GB HBM3}
     * @param uuid {@code GPU-...}
     * @param pciId packed PCI id, {@code device << 16 | vendor}
     */
    public record Identity(int index, Optional<String> name, Optional<String> uuid, OptionalInt pciId) {}

    /**
     * What a GPU is cut into.
     *
     * @param instances GPU instances that exist, by start; empty if not known, as a list of devices does not tell where instances are
     * @param computeInstances compute instances of all of them; empty if not known
     * @param devices what CUDA programs see of them, by index
     */
    public record Cut(
            Optional<List<GpuInstance>> instances,
            Optional<List<ComputeInstance>> computeInstances,
            List<MigDevice> devices) {

        /** A card that is whole. */
        public static final Cut NONE = new Cut(Optional.of(List.of()), Optional.of(List.of()), List.of());

        public Cut {
            instances = instances.map(List::copyOf);
            computeInstances = computeInstances.map(List::copyOf);
            devices = List.copyOf(devices);
        }
    }

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

    /** GPU instances by start, as far as they are known. */
    public List<GpuInstance> instances() {
        return cut.instances.orElse(List.of());
    }

    /** Whether that is all of them. */
    public boolean instancesKnown() {
        return cut.instances.isPresent();
    }

    public List<MigDevice> devices() {
        return cut.devices;
    }

    /** Empty if not known. */
    public Optional<List<ComputeInstance>> computeInstances() {
        return cut.computeInstances;
    }

    /** Such as {@code GPU 0 (NVIDIA H100 80GB HBM3)}. */
    @Override
    public String toString() {
        return "GPU " + index() + name().map(known -> " (" + known + ")").orElse("");
    }
}
