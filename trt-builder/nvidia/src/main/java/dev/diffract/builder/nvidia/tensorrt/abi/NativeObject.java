package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An object of TensorRT whose methods are called through its vtable.
 *
 * @param <S> the slots of its interface, so that no method of another interface can be called on it
 */
abstract class NativeObject<S extends Slot> {

    private final Pointer target;
    private final Pointer vtable;
    private final Major major;
    private final Map<S, Function> methods = new HashMap<>();
    private boolean deleted;

    /** @param target what methods take as {@code this}; its first word is the vtable */
    NativeObject(Pointer target, Major major) {
        this.target = target;
        this.vtable = target.getPointer(0);
        this.major = major;
    }

    /** What other methods take as an argument for this object. */
    abstract Pointer pointer();

    final Major major() {
        return major;
    }

    final void call(S method, Object... arguments) {
        function(method).invoke(void.class, withThis(arguments));
    }

    /** A C++ bool, of which only the low byte is defined. */
    final boolean test(S method, Object... arguments) {
        return ((Byte) function(method).invoke(byte.class, withThis(arguments))) != 0;
    }

    final int integer(S method, Object... arguments) {
        return (Integer) function(method).invoke(int.class, withThis(arguments));
    }

    /** Also for {@code size_t}. */
    final long number(S method, Object... arguments) {
        return (Long) function(method).invoke(long.class, withThis(arguments));
    }

    final Pointer pointer(S method, Object... arguments) {
        return (Pointer) function(method).invoke(Pointer.class, withThis(arguments));
    }

    /** The text is copied: it belongs to the object. Empty for a null pointer. */
    final String string(S method, Object... arguments) {
        return Pointers.present(pointer(method, arguments))
                .map(text -> text.getString(0, StandardCharsets.UTF_8.name()))
                .orElse("");
    }

    final NativeDims dims(S method, Object... arguments) {
        return (NativeDims) function(method).invoke(NativeDims.ByValue.class, withThis(arguments));
    }

    /**
     * From here on every call is refused instead of reaching freed memory.
     *
     * @return true the first time
     */
    final boolean markDeleted() {
        boolean first = !deleted;
        deleted = true;
        return first;
    }

    final Function function(S method) {
        if (deleted) {
            throw new IllegalStateException(getClass().getSimpleName() + " is closed");
        }
        return methods.computeIfAbsent(
                method,
                slot -> Function.getFunction(
                        vtable.getPointer((long) slot.in(major) * Long.BYTES),
                        Function.C_CONVENTION,
                        StandardCharsets.UTF_8.name()));
    }

    private Object[] withThis(Object[] arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = target;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + Arrays.asList(major.number(), target);
    }
}
