package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A callback object of an {@code IVersionedInterface}: language, name and version, two destructors, then its own methods.
 * Nobody deletes such an object of ours, so the destructors do nothing.
 */
abstract class VersionedObject extends CallbackObject {

    private static final int CPP = 0;

    VersionedObject(String kind, List<Callback> methods) {
        super(withPreface(kind, methods));
    }

    static List<Callback> withPreface(String kind, List<Callback> methods) {
        Memory name = InterfaceInfo.kind(kind);
        List<Callback> all = new ArrayList<>();
        all.add((CallbackShapes.ApiLanguage) self -> CPP);
        all.add((CallbackShapes.Info) self -> InterfaceInfo.first(name));
        all.add(destructor());
        all.add(destructor());
        all.addAll(methods);
        return all;
    }

    static Callback destructor() {
        return (CallbackShapes.Destructor) self -> {};
    }

    /** Empty for a null pointer. */
    static String text(Pointer pointer) {
        return pointer == null ? "" : pointer.getString(0, "UTF-8");
    }
}
