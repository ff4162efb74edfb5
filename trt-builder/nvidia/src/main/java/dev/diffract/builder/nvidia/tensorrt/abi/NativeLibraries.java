package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Libraries that stay. JNA unloads a library once nobody refers to it any more, while pointers into TensorRT's libraries outlive
 * the Java objects that loaded them, inside one another (plugin creators in the registry, for one) and here.
 */
final class NativeLibraries {

    private static final Collection<NativeLibrary> STAYING = new ConcurrentLinkedQueue<>();

    private NativeLibraries() {}

    /** @throws UnsatisfiedLinkError if the file cannot be loaded as a library */
    static NativeLibrary open(Path file) {
        NativeLibrary library = NativeLibrary.getInstance(file.toAbsolutePath().toString());
        STAYING.add(library);
        return library;
    }

    /** For a library that turned out to be the wrong one, before it was used. */
    static void close(NativeLibrary library) {
        STAYING.remove(library);
        library.close();
    }

    /** @throws UnsatisfiedLinkError if there is no such function */
    static int number(NativeLibrary library, String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    /** A C++ bool. */
    static boolean test(Function function, Object... arguments) {
        return ((Byte) function.invoke(byte.class, arguments)) != 0;
    }
}
