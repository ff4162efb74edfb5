package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * An object of ours that TensorRT calls: one word, pointing to a table of Java callbacks. It holds on to all of them, so it
 * must be kept for as long as TensorRT may call it.
 *
 * <p>TensorRT may call from threads of its own. Such a thread stays attached to the virtual machine until it ends, as a
 * daemon, so that it neither costs an attachment per call nor keeps the program from ending.
 */
public abstract class CallbackObject {

    private static final CallbackThreadInitializer THREADS =
            new CallbackThreadInitializer(true, false, "tensorrt-callback");

    private final List<Callback> callbacks;
    private final Memory vtable;
    private final Memory object;

    /** @param callbacks in the order of their slots */
    CallbackObject(List<Callback> callbacks) {
        this.callbacks = List.copyOf(callbacks);
        this.vtable = new Memory((long) callbacks.size() * Long.BYTES);
        this.object = new Memory(Long.BYTES);
        for (int slot = 0; slot < callbacks.size(); slot++) {
            Callback callback = this.callbacks.get(slot);
            Native.setCallbackThreadInitializer(callback, THREADS);
            vtable.setPointer((long) slot * Long.BYTES, CallbackReference.getFunctionPointer(callback));
        }
        object.setPointer(0, vtable);
    }

    final Pointer pointer() {
        return object;
    }
}
