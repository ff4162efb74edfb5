package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.engine.BuildProgress;
import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.builder.build.engine.EngineCompiler;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.build.engine.Toolchain;
import dev.diffract.repository.json.JsonRecordException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Compiles with TensorRT, each engine in a Java process of its own. */
public final class ChildJvmCompiler implements EngineCompiler {

    private static final int LAST_WORDS = 5;

    /** Exit codes above it are signals, as shells and Java count them. */
    private static final int SIGNALS = 128;

    private final Toolchain toolchain;
    private final Path library;
    private final List<String> javaOptions;

    /**
     * @param library where TensorRT is; null to search for it
     */
    public ChildJvmCompiler(Toolchain toolchain, Path library) {
        this(toolchain, library, List.of());
    }

    /**
     * @param javaOptions for the workers
     */
    ChildJvmCompiler(Toolchain toolchain, Path library, List<String> javaOptions) {
        this.toolchain = toolchain;
        this.library = library;
        this.javaOptions = List.copyOf(javaOptions);
    }

    @Override
    public Toolchain toolchain() {
        return toolchain;
    }

    @Override
    public CompiledEngine compile(EngineJob job, BuildProgress progress) throws IOException {
        Path errors = Files.createTempFile("diffract-worker-", ".log");
        Process worker = start(errors);
        Thread atExit = new Thread(() -> end(worker));
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Optional<WorkerMessage> end = talk(worker, job, progress);
            int exitCode = worker.waitFor();
            Optional<String> failed = end.flatMap(WorkerMessage::failed);
            if (failed.isPresent()) {
                throw new BuildException("engine of " + job.model() + ": " + failed.get());
            }
            Optional<CompiledEngine> done = end.flatMap(WorkerMessage::done);
            if (done.isEmpty()) {
                throw new BuildException(crash(job, exitCode, errors));
            }
            return done.get();
        } catch (JsonRecordException e) {
            throw new BuildException(
                    "engine of " + job.model() + ": its process's message is not understood: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("the build of " + job.model() + " was interrupted", e);
        } finally {
            worker.destroyForcibly();
            remove(atExit);
            Files.deleteIfExists(errors);
        }
    }

    /** Returns the worker's last message, if it came to one. Its input stays open as long as the result is wanted. */
    private Optional<WorkerMessage> talk(Process worker, EngineJob job, BuildProgress progress) throws IOException {
        try (BufferedWriter in = worker.outputWriter(StandardCharsets.UTF_8);
                BufferedReader out = worker.inputReader(StandardCharsets.UTF_8)) {
            try {
                in.write(new JobMessage(Optional.ofNullable(library), job).print());
                in.newLine();
                in.flush();
            } catch (IOException e) {
                return Optional.empty(); // it died before it listened
            }
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Optional<WorkerMessage> message = WorkerMessage.parse(line);
                if (message.isPresent() && message.get().step().isEmpty()) {
                    return message;
                }
                message.flatMap(WorkerMessage::step)
                        .ifPresent(step -> progress.step(step.phase(), step.done(), step.total()));
            }
            return Optional.empty();
        }
    }

    private Process start(Path errors) throws IOException {
        Deque<String> command = new ArrayDeque<>(javaOptions);
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What a crash leaves goes where it is read and removed.
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+ErrorFileToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CompileWorker.class.getName()));
        return new ProcessBuilder(List.copyOf(command))
                .redirectError(errors.toFile())
                .start();
    }

    private static String crash(EngineJob job, int exitCode, Path errors) throws IOException {
        List<String> lines = Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.replaceFirst("^#\\s*", "").strip())
                .filter(line -> !line.isEmpty())
                .limit(LAST_WORDS)
                .toList();
        return "the process that compiled " + job.model() + " ended "
                + (exitCode > SIGNALS ? "with signal " + (exitCode - SIGNALS) : "with exit code " + exitCode)
                + (lines.isEmpty() ? " and said nothing" : "; it said: " + String.join(" ", lines));
    }

    /** It cancels what it does and cleans up, or is killed when that takes too long. */
    private static void end(Process worker) {
        worker.destroy();
        try {
            worker.waitFor(CompileWorker.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.destroyForcibly();
    }

    private static void remove(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The program is being ended; the hook is running.
        }
    }
}
