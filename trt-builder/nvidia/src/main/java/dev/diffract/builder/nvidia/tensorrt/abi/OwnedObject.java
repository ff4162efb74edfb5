package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/** An object that is ours to delete, which its outer vtable's deleting destructor does. */
abstract class OwnedObject<S extends Slot> extends OuterObject<S> implements AutoCloseable {

    private static final int DELETING_DESTRUCTOR = 1;

    OwnedObject(Pointer outer, Major major) {
        super(outer, major);
    }

    /** Deletes the native object. Once is enough; a second time does nothing. */
    @Override
    public final void close() {
        if (markDeleted()) {
            Pointer vtable = pointer().getPointer(0);
            Function.getFunction(vtable.getPointer((long) DELETING_DESTRUCTOR * Long.BYTES))
                    .invokeVoid(new Object[] {pointer()});
        }
    }
}
