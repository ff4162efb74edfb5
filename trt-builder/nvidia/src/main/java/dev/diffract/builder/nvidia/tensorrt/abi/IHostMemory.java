package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** Bytes that TensorRT allocated. */
public final class IHostMemory extends OwnedObject<HostMemorySlot> {

    IHostMemory(Pointer outer, Major major) {
        super(outer, major);
    }

    /** A copy.
     *
     * @throws ArithmeticException beyond 2 GiB
     */
    public byte[] bytes() {
        int size = Math.toIntExact(number(HostMemorySlot.SIZE));
        return size == 0 ? new byte[0] : pointer(HostMemorySlot.DATA).getByteArray(0, size);
    }
}
