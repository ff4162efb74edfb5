package dev.diffract.builder.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program that was started, with its output in a file. */
record ChildProcess(String name, Process process, Path log) {

    private static final int TOLD_LINES = 5;
    /** Of sentences for a terminal: whoever quotes one begins so already. */
    private static final String PREFIX = "diffract: ";

    /** Of use in the log, and of none at a terminal. */
    private static final Pattern STACK_FRAME = Pattern.compile("^\\s*(at |\\.\\.\\. \\d+ more)");

    static ChildProcess start(String name, List<String> command, Path log) throws IOException {
        // Beside the log is also the place for what a virtual machine writes when it breaks down.
        Process process = new ProcessBuilder(command)
                .directory(log.toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // It reads nothing; a closed pipe is better than the terminal it would share.
        process.getOutputStream().close();
        return new ChildProcess(name, process, log);
    }

    /**
     * @throws DemoException if the program has ended; the message has the end of its output
     */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new DemoException(name + " ended with exit code " + process.exitValue() + ": " + lastLines());
        }
    }

    /** The end of the program's output, for messages. */
    String lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            !line.isBlank() && !STACK_FRAME.matcher(line).find())
                    .toList();
            return lines.stream()
                            .skip(Math.max(0, lines.size() - TOLD_LINES))
                            .map(line -> line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line)
                            .collect(Collectors.joining(System.lineSeparator() + "    "))
                    + " (see " + log + ")";
        } catch (IOException e) {
            return "see " + log;
        }
    }

    /** Waits for its end until {@link System#nanoTime()} is {@code deadline}, then ends it for good. */
    void awaitEnd(long deadline) throws InterruptedException {
        if (!process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
