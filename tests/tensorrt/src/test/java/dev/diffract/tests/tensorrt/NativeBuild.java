package dev.diffract.tests.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compiles the libraries of {@code src/test/cpp} into shared objects. */
public final class NativeBuild {

    private static final Path SOURCES = Path.of(System.getProperty("diffract.native"));
    private static final Path BUILT = Path.of(System.getProperty("diffract.built"));

    private NativeBuild() {}

    /** A directory of that name for compiled libraries. */
    public static Path directory(String name) throws IOException {
        return Files.createDirectories(BUILT.resolve(name));
    }

    /** Skips the test, with the reason, on a machine without a compiler. */
    public static Path compile(String source, Path library, String... definitions) throws IOException {
        assumeTrue(hasCompiler(), "needs g++ to compile a stand-in library");
        Path fresh = library.resolveSibling(
                library.getFileName() + "." + ProcessHandle.current().pid());
        List<String> command = new ArrayList<>(List.of("g++", "-O1", "-fPIC", "-shared", "-pthread"));
        command.addAll(List.of(source.endsWith(".c") ? "-xc" : "-std=c++17", "-o", fresh.toString()));
        Stream.of(definitions).map(definition -> "-D" + definition).forEach(command::add);
        command.add(SOURCES.resolve(source).toString());
        run(command);
        return Files.move(fresh, library, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean hasCompiler() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++")));
    }

    private static void run(List<String> command) throws IOException {
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(compiler.waitFor()).as(output).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
