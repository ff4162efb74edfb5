package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Turns the results of calls into exceptions that say which call it was and what the driver calls the error. */
final class Driver {

    private static final int OUT_OF_MEMORY = 2;

    private final DriverApi api;

    Driver(DriverApi api) {
        this.api = api;
    }

    DriverApi api() {
        return api;
    }

    /** @throws CudaException unless the result is 0 */
    void check(int result, String call) {
        if (result == 0) {
            return;
        }
        CudaException.Reason reason =
                result == OUT_OF_MEMORY ? CudaException.Reason.OUT_OF_MEMORY : CudaException.Reason.CALL;
        throw new CudaException(reason, call + " failed: " + describe(result));
    }

    /** For example {@code CUDA_ERROR_NO_DEVICE (100): no CUDA-capable device is detected}. */
    String describe(int result) {
        PointerByReference name = new PointerByReference();
        PointerByReference text = new PointerByReference();
        if (api.cuGetErrorName(result, name) != 0 || api.cuGetErrorString(result, text) != 0) {
            return "CUDA error " + result;
        }
        return string(name) + " (" + result + "): " + string(text);
    }

    private static String string(PointerByReference reference) {
        Pointer pointer = reference.getValue();
        return pointer == null ? "unnamed" : pointer.getString(0);
    }
}
