package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;

/** A mark in a stream. The time between two marks is measured on the device, to about half a microsecond. */
public final class CudaEvent implements AutoCloseable {

    private final Driver driver;
    private final Pointer handle;
    private boolean closed;

    CudaEvent(Driver driver, Pointer handle) {
        this.driver = driver;
        this.handle = handle;
    }

    /** Puts the mark behind all that is queued so far. */
    public void record(CudaStream stream) {
        driver.check(driver.api().cuEventRecord(handle, stream.pointer()), "cuEventRecord");
    }

    /** Waits until the mark is passed. */
    public void synchronize() {
        driver.check(driver.api().cuEventSynchronize(handle), "cuEventSynchronize");
    }

    /** From an earlier mark to this one; both must have been passed. */
    public float millisSince(CudaEvent start) {
        FloatByReference milliseconds = new FloatByReference();
        driver.check(driver.api().cuEventElapsedTime(milliseconds, start.handle, handle), "cuEventElapsedTime");
        return milliseconds.getValue();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.check(driver.api().cuEventDestroy_v2(handle), "cuEventDestroy");
        }
    }
}
