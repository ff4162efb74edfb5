package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;

/** The exported C functions of {@code libnvinfer}. No vtable is touched before the version is known. */
public final class InferLibrary {

    private final NativeLibrary library;

    private InferLibrary(NativeLibrary library) {
        this.library = library;
    }

    /** @throws UnsatisfiedLinkError if the file cannot be loaded as a library */
    public static InferLibrary open(Path file) {
        return new InferLibrary(NativeLibraries.open(file));
    }

    /**
     * {@code getInferLibVersion}.
     *
     * @throws UnsatisfiedLinkError if the library has no such function
     */
    public int version() {
        return NativeLibraries.number(library, "getInferLibVersion");
    }

    /** Unloads a library that turned out not to be wanted. */
    public void close() {
        NativeLibraries.close(library);
    }

    /** @return empty if the machine cannot build; the reason is in the log */
    public Optional<IBuilder> createBuilder(Logger logger, Major major) {
        return create("createInferBuilder_INTERNAL", logger).map(builder -> new IBuilder(builder, major));
    }

    /** @return empty if the machine cannot run engines; the reason is in the log */
    public Optional<IRuntime> createRuntime(Logger logger, Major major) {
        return create("createInferRuntime_INTERNAL", logger).map(runtime -> new IRuntime(runtime, major));
    }

    private Optional<Pointer> create(String function, Logger logger) {
        Object[] arguments = {logger.pointer(), version()};
        return Pointers.present(library.getFunction(function).invokePointer(arguments));
    }

    /**
     * Where to look for builder resources and other libraries that are opened by name.
     *
     * @return false if this version cannot be told, or there is no such directory
     */
    public boolean setInternalLibraryPath(Path directory) {
        Function setter;
        try {
            setter = library.getFunction("setInternalLibraryPath");
        } catch (UnsatisfiedLinkError e) {
            // Came with 10.16.
            return false;
        }
        return NativeLibraries.test(setter, directory.toAbsolutePath().toString());
    }
}
