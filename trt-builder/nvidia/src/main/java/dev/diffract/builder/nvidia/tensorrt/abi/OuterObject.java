package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;

/** An object of two words: its own vtable, which holds the destructors, and the implementation, which has the methods. */
abstract class OuterObject<S extends Slot> extends NativeObject<S> {

    private final Pointer outer;

    OuterObject(Pointer outer, Major major) {
        super(outer.getPointer(Long.BYTES), major);
        this.outer = outer;
    }

    @Override
    final Pointer pointer() {
        return outer;
    }
}
