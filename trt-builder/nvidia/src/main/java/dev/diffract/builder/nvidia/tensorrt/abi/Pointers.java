package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** What TensorRT hands out where it means "none". */
final class Pointers {

    /**
     * The first page is never mapped. A failed creation adds an offset to a null pointer without looking, so that "none" may
     * come as a small number.
     */
    private static final long FIRST_MAPPED = 4096;

    private Pointers() {}

    static Optional<Pointer> present(Pointer pointer) {
        return Long.compareUnsigned(Pointer.nativeValue(pointer), FIRST_MAPPED) < 0
                ? Optional.empty()
                : Optional.of(pointer);
    }
}
