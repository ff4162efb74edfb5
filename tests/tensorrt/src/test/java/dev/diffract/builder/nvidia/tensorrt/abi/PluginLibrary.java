package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

/**
 * The exported C function of {@code libnvinfer_plugin}. {@code libnvinfer} must have been loaded before. The graphs that the
 * builder makes use no plugins; here it fills the registry, and logs while it does.
 */
public final class PluginLibrary {

    private static final String ANY_NAMESPACE = "";

    private final NativeLibrary library;

    private PluginLibrary(NativeLibrary library) {
        this.library = library;
    }

    /** @throws UnsatisfiedLinkError if the file cannot be loaded as a library */
    public static PluginLibrary open(Path file) {
        return new PluginLibrary(NativeLibraries.open(file));
    }

    /** Registers NVIDIA's own plugins, as Triton does when it starts. */
    public boolean registerPlugins(Logger logger) {
        return NativeLibraries.test(library.getFunction("initLibNvInferPlugins"), logger.pointer(), ANY_NAMESPACE);
    }
}
