package dev.diffract.builder.nvidia.cuda;

import com.sun.jna.Native;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;

/** A piece of memory on the device. */
public final class DeviceMemory implements AutoCloseable {

    private final Driver driver;
    private final long address;
    private final long bytes;
    private boolean closed;

    private DeviceMemory(Driver driver, long address, long bytes) {
        this.driver = driver;
        this.address = address;
        this.bytes = bytes;
    }

    static DeviceMemory allocate(Driver driver, long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("device memory is at least one byte: " + bytes);
        }
        LongByReference address = new LongByReference();
        driver.check(driver.api().cuMemAlloc_v2(address, bytes), "cuMemAlloc of " + bytes + " bytes");
        return new DeviceMemory(driver, address.getValue(), bytes);
    }

    /** Where it is, in the device's address space. */
    public long address() {
        return address;
    }

    /**
     * Copies the buffer's remaining bytes to the start of this memory.
     *
     * @throws IllegalArgumentException if the buffer is not direct, or larger than this memory
     */
    public void copyFrom(ByteBuffer host) {
        ByteBuffer source = fitting(host);
        driver.check(
                driver.api().cuMemcpyHtoD_v2(address, Native.getDirectBufferPointer(source), source.remaining()),
                "cuMemcpyHtoD");
    }

    /**
     * Waits for work queued on streams, then fills the buffer's remaining space from the start of this memory.
     *
     * @throws IllegalArgumentException if the buffer is not direct, or larger than this memory
     */
    public void copyTo(ByteBuffer host) {
        ByteBuffer target = fitting(host);
        driver.check(
                driver.api().cuMemcpyDtoH_v2(Native.getDirectBufferPointer(target), address, target.remaining()),
                "cuMemcpyDtoH");
    }

    /** Sets every byte to 0. */
    public void clear() {
        driver.check(driver.api().cuMemsetD8_v2(address, (byte) 0, bytes), "cuMemsetD8");
    }

    private ByteBuffer fitting(ByteBuffer host) {
        if (!host.isDirect()) {
            throw new IllegalArgumentException("copies need a direct buffer");
        }
        if (host.remaining() > bytes) {
            throw new IllegalArgumentException(
                    "a buffer of " + host.remaining() + " bytes against " + bytes + " bytes of device memory");
        }
        return host.slice();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.check(driver.api().cuMemFree_v2(address), "cuMemFree");
        }
    }
}
