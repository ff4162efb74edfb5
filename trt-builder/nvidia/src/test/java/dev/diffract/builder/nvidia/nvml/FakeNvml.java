package dev.diffract.builder.nvidia.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small C library that answers as NVML does, compiled by the test. */
public final class FakeNvml {

    private final Path file;
    private final NativeLibrary library;

    private FakeNvml(Path file) {
        this.file = file;
        this.library = NativeLibrary.getInstance(file.toString());
    }

    /** Skips the test, saying so, if this machine has no compiler. */
    public static FakeNvml compile(Path directory, String... options) throws IOException, InterruptedException {
        Path source = directory.resolve("fake_nvml.c");
        try (var in = FakeNvml.class.getResourceAsStream("/nvml/fake_nvml.c")) {
            Files.write(source, in.readAllBytes());
        }
        Path target = Files.createTempFile(directory, "libfake-nvml", ".so");
        List<String> command = new ArrayList<>(
                List.of("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", target.toString()));
        command.addAll(List.of(options));
        command.add(source.toString());
        Process gcc;
        try {
            gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "gcc is not on this machine, and the library that stands for NVML is written in C");
            throw e;
        }
        String output = new String(gcc.getInputStream().readAllBytes());
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).as(output).isZero();
        return new FakeNvml(target);
    }

    /** @param scenario what is wrong with the machine; empty if nothing is */
    public Nvml open(String scenario) {
        library.getFunction("fake_scenario").invokeVoid(new Object[] {scenario});
        return Nvml.load(file.toString());
    }

    int started() {
        return library.getFunction("fake_started").invokeInt(new Object[0]);
    }

    /** Offset of a field as the C compiler has it; the size of the struct if the field is empty. */
    int layout(String struct, String field) {
        return library.getFunction("fake_layout").invokeInt(new Object[] {struct, field});
    }
}
