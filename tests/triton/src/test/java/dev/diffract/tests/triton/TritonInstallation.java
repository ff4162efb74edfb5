package dev.diffract.tests.triton;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** The server that {@code tests/triton/get-server} fetched, with this module's backend for ONNX graphs. */
public final class TritonInstallation {

    private final Path home;
    private final Properties python = new Properties();

    private TritonInstallation(Path home) {
        this.home = home;
        try (Reader reader = Files.newBufferedReader(home.resolve("python.properties"))) {
            python.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that {@code DIFFRACT_TRITON_HOME} names, or the script's default. Without one the test is skipped. */
    public static TritonInstallation find() {
        String named = System.getenv("DIFFRACT_TRITON_HOME");
        Path home = named == null ? Programs.home().resolve(".diffract/triton") : Path.of(named);
        assumeTrue(
                Files.exists(home.resolve("complete")),
                "no Triton server in " + home + ": fetch it with tests/triton/get-server");
        return new TritonInstallation(home);
    }

    Path program() {
        return parts().resolve("bin/tritonserver");
    }

    Map<String, String> environment() {
        return Map.of(
                "DIFFRACT_TRITON_SITE",
                site().toString(),
                "LD_LIBRARY_PATH",
                python.getProperty("library") + ":" + site().resolve("nvidia_pytriton.libs"),
                "PYTHONHOME",
                python.getProperty("home"),
                "PYTHONDONTWRITEBYTECODE",
                "1");
    }

    /** A backend directory: the Python backend, and one of Python named as the ONNX Runtime's, so no configuration changes. */
    Path backends(Path directory) {
        Path stub = parts().resolve("python_backend_stubs").resolve(python.getProperty("version"));
        Path backends = directory.resolve("backends");
        // Copies, because the server refuses libraries that a link leads to.
        copy(parts().resolve("backends/python/libtriton_python.so"), backends.resolve("python"));
        copy(parts().resolve("backends/python/triton_python_backend_utils.py"), backends.resolve("python"));
        copy(stub.resolve("triton_python_backend_stub"), backends.resolve("python"));
        copy(Programs.home().resolve("tests/triton/src/test/python/model.py"), backends.resolve("onnxruntime"));
        return backends;
    }

    private Path site() {
        return home.resolve("site");
    }

    private Path parts() {
        return site().resolve("pytriton/tritonserver");
    }

    private static void copy(Path file, Path directory) {
        try {
            Files.createDirectories(directory);
            Files.copy(
                    file,
                    directory.resolve(file.getFileName()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
