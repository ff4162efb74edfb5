package dev.diffract.embedded.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Loads ONNX Runtime's libraries from its jar and deletes the copies as soon as they are loaded. ONNX Runtime itself
 * deletes them when the process ends, so that one that is killed leaves 28 MB in the temporary directory each time.
 */
public final class NativeLibraries {

    private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");
    private static final String PATH_PROPERTY = "onnxruntime.native.path";

    private NativeLibraries() {}

    /**
     * Loads them; call it before anything else of ONNX Runtime is touched. Where the jar's layout is not known, or the
     * operator names a path of his own, ONNX Runtime's way is left alone.
     */
    public static void load() {
        if (System.getProperty(PATH_PROPERTY) != null || resource(NAMES.get(0)) == null) {
            environment();
            return;
        }
        try {
            Path directory = Files.createTempDirectory("diffract-onnxruntime");
            try {
                for (String name : NAMES) {
                    try (InputStream in = resource(name)) {
                        Files.copy(in, directory.resolve(System.mapLibraryName(name)));
                    }
                }
                System.setProperty(PATH_PROPERTY, directory.toString());
                environment();
            } finally {
                for (String name : NAMES) {
                    Files.deleteIfExists(directory.resolve(System.mapLibraryName(name)));
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack ONNX Runtime's libraries to the temporary directory", e);
        }
    }

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "diffract");
    }

    /** Linux and macOS, where a file may be deleted while it is in use. */
    private static InputStream resource(String name) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String folder = (system.contains("linux") ? "linux" : system.contains("mac") ? "osx" : "other")
                + (machine.equals("aarch64") ? "-aarch64" : "-x64");
        return OrtEnvironment.class.getResourceAsStream(
                "/ai/onnxruntime/native/" + folder + "/" + System.mapLibraryName(name));
    }
}
