package dev.diffract.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program started as a process of its own. Its output goes to a file; it never outlives the tests' own process.
 */
public final class RunningProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(RunningProgram::killTree)));
    }

    private final String name;
    private final Process process;
    private final Path output;

    private RunningProgram(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * @param directory both the working directory and where {@code <name>.log} is written
     */
    public static RunningProgram start(String name, List<String> command, Path directory) {
        return start(name, command, directory, Map.of());
    }

    public static RunningProgram start(
            String name, List<String> command, Path directory, Map<String, String> environment) {
        try {
            Path output = directory.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            STARTED.add(process);
            return new RunningProgram(name, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Runs a program to its end. */
    public static Finished run(String name, List<String> command, Path directory) {
        return start(name, command, directory).awaitExit(Duration.ofMinutes(2));
    }

    /** Exit code, and what was printed on both streams. */
    public record Finished(int exitCode, String output) {}

    /** Waits until a URL answers 200. Fails at once, with the program's output, if the program ends before. */
    public RunningProgram awaitHttpOk(URI uri) {
        HttpClient http = HttpClient.newHttpClient();
        await("an answer of " + uri, () -> {
            try {
                return http.send(
                                        HttpRequest.newBuilder(uri)
                                                .timeout(Duration.ofSeconds(2))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false; // not listening yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        return this;
    }

    /** Waits until the output contains a text. */
    public RunningProgram awaitOutput(String text) {
        await("the text '" + text + "'", () -> output().contains(text));
        return this;
    }

    public Finished awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                killTree(process);
                throw new AssertionError(name + " did not end within " + patience + ":\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        STARTED.remove(process);
        return new Finished(process.exitValue(), output());
    }

    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** {@code kill -9}: the program gets no chance to say goodbye. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    /** SIGTERM, then a bounded wait, then {@code kill -9}. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                killTree(process);
            }
        } catch (InterruptedException e) {
            killTree(process);
            Thread.currentThread().interrupt();
        }
        STARTED.remove(process);
    }

    private void await(String what, BooleanSupplier reached) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        name + " ended with " + process.exitValue() + " before " + what + ":\n" + output());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(name + ": no " + what + " within " + PATIENCE + ":\n" + output());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static void killTree(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
