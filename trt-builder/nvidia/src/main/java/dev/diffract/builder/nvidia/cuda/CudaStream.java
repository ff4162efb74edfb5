package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Pointer;

/** A queue of work on the device. */
public final class CudaStream implements AutoCloseable {

    private final Driver driver;
    private final Pointer handle;
    private boolean closed;

    CudaStream(Driver driver, Pointer handle) {
        this.driver = driver;
        this.handle = handle;
    }

    /** The {@code cudaStream_t}, for libraries that queue work on it. */
    public long handle() {
        return Pointer.nativeValue(handle);
    }

    /** Waits until all that was queued is done. An error of that work shows here. */
    public void synchronize() {
        driver.check(driver.api().cuStreamSynchronize(handle), "cuStreamSynchronize");
    }

    Pointer pointer() {
        return handle;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.check(driver.api().cuStreamDestroy_v2(handle), "cuStreamDestroy");
        }
    }
}
