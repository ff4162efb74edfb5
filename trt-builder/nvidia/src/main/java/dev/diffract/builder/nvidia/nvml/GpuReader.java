package dev.diffract.builder.nvidia.nvml;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import dev.diffract.builder.nvidia.nvml.NvmlApi.Memory;
import dev.diffract.builder.nvidia.nvml.NvmlApi.PciInfo;
import dev.diffract.builder.nvidia.nvml.NvmlApi.ProcessInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one GPU. */
final class GpuReader {

    private static final int TEXT_LENGTH = 96;
    private static final int PROCESSES_AT_FIRST = 64;
    private static final int NO_INSTANCE = -1;
    private static final int MIB_SHIFT = 20;

    private final NvmlApi api;
    private final NvmlCalls calls;
    private final int index;
    private final Pointer device;

    GpuReader(NvmlApi api, NvmlCalls calls, int index, Pointer device) {
        this.api = api;
        this.calls = calls;
        this.index = index;
        this.device = device;
    }

    GpuState read() {
        PciInfo pci = new PciInfo();
        calls.check(api.nvmlDeviceGetPciInfo_v3(device, pci), "nvmlDeviceGetPciInfo", "the PCI id of GPU " + index);
        MigMode mode = mode();
        MigReader mig = new MigReader(api, calls, index, device);
        List<InstanceProfile> profiles = mode == MigMode.UNSUPPORTED ? List.of() : mig.profiles();
        return new GpuState(
                new GpuState.Identity(
                        index,
                        Optional.of(text(device, api::nvmlDeviceGetName, "nvmlDeviceGetName")),
                        Optional.of(text(device, api::nvmlDeviceGetUUID, "nvmlDeviceGetUUID")),
                        OptionalInt.of(pci.pciDeviceId)),
                memory(),
                mode,
                profiles,
                mode == MigMode.ON ? cut(mig.instances(profiles), mig.devices()) : GpuState.Cut.NONE,
                processes());
    }

    private static GpuState.Cut cut(List<GpuInstance> instances, List<MigDevice> devices) {
        return new GpuState.Cut(
                Optional.of(instances),
                Optional.of(devices.stream()
                        .map(made -> new ComputeInstance(made.gpuInstance().orElseThrow(), made.profile()))
                        .toList()),
                devices);
    }

    private MigMode mode() {
        IntByReference current = new IntByReference();
        IntByReference pending = new IntByReference();
        int result = NvmlCalls.optional(() -> api.nvmlDeviceGetMigMode(device, current, pending));
        if (result == NvmlResult.NOT_SUPPORTED || result == NvmlResult.FUNCTION_NOT_FOUND) {
            return MigMode.UNSUPPORTED;
        }
        calls.check(result, "nvmlDeviceGetMigMode", "the MIG mode of GPU " + index);
        if (current.getValue() == 1) {
            return MigMode.ON;
        }
        return pending.getValue() == 1 ? MigMode.PENDING : MigMode.OFF;
    }

    /** A process in a container that has one slice may not ask for the whole card's. */
    private OptionalInt memory() {
        Memory memory = new Memory();
        return api.nvmlDeviceGetMemoryInfo(device, memory) == NvmlResult.SUCCESS
                ? OptionalInt.of((int) (memory.total >> MIB_SHIFT))
                : OptionalInt.empty();
    }

    /** Programs start while they are counted, so the array is made larger until they fit. */
    private Optional<List<GpuProcess>> processes() {
        int room = PROCESSES_AT_FIRST;
        while (true) {
            ProcessInfo[] infos = (ProcessInfo[]) new ProcessInfo().toArray(room);
            IntByReference count = new IntByReference(room);
            int result = NvmlCalls.optional(() -> api.nvmlDeviceGetComputeRunningProcesses_v3(device, count, infos));
            if (result == NvmlResult.INSUFFICIENT_SIZE) {
                room = Math.max(2 * room, count.getValue());
                continue;
            }
            return result == NvmlResult.SUCCESS ? Optional.of(processes(infos, count.getValue())) : Optional.empty();
        }
    }

    private static List<GpuProcess> processes(ProcessInfo[] infos, int count) {
        List<GpuProcess> processes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int instance = infos[i].gpuInstanceId;
            processes.add(new GpuProcess(
                    Integer.toUnsignedLong(infos[i].pid),
                    instance == NO_INSTANCE ? OptionalInt.empty() : OptionalInt.of(instance)));
        }
        return processes;
    }

    /** A function that fills a buffer with text about a device. */
    interface DeviceText {
        int call(Pointer device, byte[] buffer, int length);
    }

    private String text(Pointer of, DeviceText function, String name) {
        byte[] buffer = new byte[TEXT_LENGTH];
        calls.check(function.call(of, buffer, buffer.length), name, "the name of GPU " + index);
        return Native.toString(buffer, StandardCharsets.UTF_8.name());
    }
}
