package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** The primary context of a device, current on the thread that opened it. Close what was made from it first. */
public final class CudaContext implements AutoCloseable {

    /** Ordered against copies, which run on the default stream. */
    private static final int BLOCKING_STREAM = 0;

    private static final int TIMING_EVENT = 0;

    private final Driver driver;
    private final int handle;
    private final Pointer previous;
    private boolean closed;

    private CudaContext(Driver driver, int handle, Pointer previous) {
        this.driver = driver;
        this.handle = handle;
        this.previous = previous;
    }

    static CudaContext retain(Driver driver, int handle) {
        PointerByReference context = new PointerByReference();
        driver.check(driver.api().cuDevicePrimaryCtxRetain(context, handle), "cuDevicePrimaryCtxRetain");
        PointerByReference previous = new PointerByReference();
        driver.api().cuCtxGetCurrent(previous);
        CudaContext retained = new CudaContext(driver, handle, previous.getValue());
        try {
            driver.check(driver.api().cuCtxSetCurrent(context.getValue()), "cuCtxSetCurrent");
        } catch (CudaException e) {
            retained.close();
            throw e;
        }
        return retained;
    }

    /** Of the whole device, other processes included. */
    public MemoryInfo memory() {
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        driver.check(driver.api().cuMemGetInfo_v2(free, total), "cuMemGetInfo");
        return new MemoryInfo(free.getValue(), total.getValue());
    }

    /**
     * Memory on the device with undefined content.
     *
     * @throws CudaException with {@link CudaException.Reason#OUT_OF_MEMORY} if there is not that much
     */
    public DeviceMemory allocate(long bytes) {
        return DeviceMemory.allocate(driver, bytes);
    }

    /** A queue for work. It waits for copies that were asked for earlier, and copies asked for later wait for it. */
    public CudaStream newStream() {
        PointerByReference stream = new PointerByReference();
        driver.check(driver.api().cuStreamCreate(stream, BLOCKING_STREAM), "cuStreamCreate");
        return new CudaStream(driver, stream.getValue());
    }

    /** A mark in a stream that remembers when it was passed. */
    public CudaEvent newEvent() {
        PointerByReference event = new PointerByReference();
        driver.check(driver.api().cuEventCreate(event, TIMING_EVENT), "cuEventCreate");
        return new CudaEvent(driver, event.getValue());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.api().cuCtxSetCurrent(previous);
            driver.check(driver.api().cuDevicePrimaryCtxRelease_v2(handle), "cuDevicePrimaryCtxRelease");
        }
    }
}
