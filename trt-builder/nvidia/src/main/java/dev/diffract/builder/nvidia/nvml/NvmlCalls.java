package dev.diffract.builder.nvidia.nvml;

import com.sun.jna.Native;
import dev.diffract.builder.nvidia.nvml.NvmlException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** Calls NVML and turns refusals into sentences. */
final class NvmlCalls {

    /** A function that fills a buffer with text. */
    interface TextFunction {
        int call(byte[] buffer, int length);
    }

    private final NvmlApi api;

    NvmlCalls(NvmlApi api) {
        this.api = api;
    }

    /** @param what was asked for, as in "NVML does not show ... to this user" */
    void check(int result, String function, String what) {
        if (result == NvmlResult.NO_PERMISSION) {
            throw new NvmlException(
                    Reason.NO_PERMISSION,
                    "NVML does not show " + what
                            + " to this user or container: run as root outside a container, or save the output of 'nvidia-smi mig -lgi'"
                            + " there and give it with --lgi");
        }
        if (result != NvmlResult.SUCCESS) {
            throw new NvmlException(
                    Reason.CALL,
                    switch (result) {
                        case NvmlResult.GPU_IS_LOST ->
                            what
                                    + ": the GPU is lost, it does not answer the driver any more: reboot the machine; if it happens again,"
                                    + " look for Xid in the kernel's log, and at its power, cooling and seat";
                        case NvmlResult.RESET_REQUIRED ->
                            what
                                    + ": the GPU has to be reset before it is of use: 'nvidia-smi --gpu-reset -i N' while no program uses it,"
                                    + " or reboot the machine";
                        default ->
                            "NVML failed at " + what + ": " + function + " says " + api.nvmlErrorString(result) + " ("
                                    + result + ")";
                    });
        }
    }

    String text(int length, TextFunction function, String name) {
        byte[] buffer = new byte[length];
        check(function.call(buffer, length), name, "a name");
        return Native.toString(buffer, StandardCharsets.UTF_8.name());
    }

    /** The call's result; {@link NvmlResult#FUNCTION_NOT_FOUND} if the driver is too old to have it. */
    static int optional(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (UnsatisfiedLinkError e) {
            return NvmlResult.FUNCTION_NOT_FOUND;
        }
    }
}
