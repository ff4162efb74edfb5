package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaDevice;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.util.List;

/**
 * The device TensorRT will use, looked at before TensorRT is: what it says about a machine without one is hard to understand.
 */
record Gpu(CudaDevice device, int driverVersion) {

    /** @throws TensorRtException with {@link Reason#NO_DRIVER} or {@link Reason#NO_GPU} */
    static Gpu first() {
        try {
            Cuda cuda = Cuda.load();
            return new Gpu(cuda.devices().get(0), cuda.driverVersion());
        } catch (CudaException e) {
            Reason reason = e.reason() == CudaException.Reason.NO_GPU ? Reason.NO_GPU : Reason.NO_DRIVER;
            throw new TensorRtException(reason, e.getMessage(), List.of(), e);
        }
    }

    /** The newest CUDA its driver can run, for example {@code 13.1}. */
    String driverCuda() {
        return driverVersion / 1000 + "." + driverVersion % 1000 / 10;
    }
}
