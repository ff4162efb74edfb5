package dev.diffract.builder.nvidia.nvml;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.diffract.builder.nvidia.nvml.NvmlException.Reason;
import java.util.ArrayList;
import java.util.List;

/** NVML of this machine, started. */
public final class Nvml implements AutoCloseable {

    /** The versioned name: the one without a version belongs to development packages. */
    private static final String LIBRARY = "libnvidia-ml.so.1";

    private final NvmlApi api;
    private final NvmlCalls calls;

    private Nvml(NvmlApi api) {
        this.api = api;
        this.calls = new NvmlCalls(api);
    }

    /** @throws NvmlException if there is no library, no driver, or no right to ask */
    public static Nvml load() {
        return load(LIBRARY);
    }

    /** @param library file of a library that answers as NVML does, or its name */
    static Nvml load(String library) {
        NvmlApi api;
        try {
            api = Native.load(library, NvmlApi.class);
        } catch (UnsatisfiedLinkError e) {
            throw new NvmlException(
                    Reason.NO_LIBRARY,
                    "no NVIDIA driver: " + library
                            + " was not found. Run this on a machine with an NVIDIA GPU and its driver (a container needs its"
                            + " GPUs, and 'utility' among its driver capabilities)",
                    e);
        }
        int result = api.nvmlInit_v2();
        if (result != NvmlResult.SUCCESS) {
            throw notStarted(result, api.nvmlErrorString(result));
        }
        return new Nvml(api);
    }

    /** Every GPU that this process may see, by index. */
    public List<GpuState> gpus() {
        IntByReference count = new IntByReference();
        calls.check(api.nvmlDeviceGetCount_v2(count), "nvmlDeviceGetCount", "the GPUs");
        List<GpuState> gpus = new ArrayList<>();
        for (int index = 0; index < count.getValue(); index++) {
            PointerByReference device = new PointerByReference();
            calls.check(api.nvmlDeviceGetHandleByIndex_v2(index, device), "nvmlDeviceGetHandleByIndex", "GPU " + index);
            gpus.add(state(index, device.getValue()));
        }
        return gpus;
    }

    private GpuState state(int index, Pointer device) {
        return new GpuReader(api, calls, index, device).read();
    }

    @Override
    public void close() {
        api.nvmlShutdown();
    }

    private static NvmlException notStarted(int result, String words) {
        return switch (result) {
            case NvmlResult.DRIVER_NOT_LOADED ->
                new NvmlException(
                        Reason.NO_DRIVER,
                        "the NVIDIA driver is not loaded, although its library is there: load the kernel module (modprobe nvidia), or"
                                + " run this on a machine with an NVIDIA GPU");
            case NvmlResult.LIB_RM_VERSION_MISMATCH ->
                new NvmlException(
                        Reason.NO_DRIVER,
                        "the NVIDIA driver in the kernel and its library are of different versions: reboot after an update of the"
                                + " driver, and restart containers that were started before it");
            case NvmlResult.OPERATING_SYSTEM ->
                new NvmlException(
                        Reason.NO_DRIVER,
                        "the operating system keeps the GPU from this process: update Windows and its NVIDIA driver where this is WSL");
            case NvmlResult.UNKNOWN ->
                new NvmlException(
                        Reason.NO_DRIVER,
                        "NVML did not start: " + words + " (" + result
                                + "). In a container that lost its GPUs, restart it (systemd"
                                + " may have taken the devices from it); elsewhere look for NVRM in the kernel's log");
            case NvmlResult.NO_PERMISSION ->
                new NvmlException(Reason.NO_PERMISSION, "this user may not talk to the NVIDIA driver: run as root");
            default -> new NvmlException(Reason.NO_DRIVER, "NVML did not start: " + words + " (" + result + ")");
        };
    }
}
