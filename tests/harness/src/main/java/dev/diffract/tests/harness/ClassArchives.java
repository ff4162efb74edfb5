package dev.diffract.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Archives of the programs' classes as Java has them in memory (class-data sharing). To read and check the classes takes a third of what a
 * program takes to start, and tests start each a hundred times. They lie in the folder that the system property {@code
 * diffract.tests.class-archives} names; without it there are none. A program starts all the same, only later, if its archive is missing or of another build.
 */
public final class ClassArchives {

    private static final String FOLDER = System.getProperty("diffract.tests.class-archives", "");

    private static final String DRAWING = "{\"prompt\": \"a red circle\", \"steps\": 1}";

    /**
     * Writes those that are missing or older than their programs, by a short run of each. If another process is writing them, they are left to it.
     *
     * @param repository of the demo model
     */
    public static void write(Path repository) {
        if (FOLDER.isEmpty()) {
            return;
        }
        try {
            Path folder = Files.createDirectories(Path.of(FOLDER));
            try (FileChannel held = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = held.tryLock()) {
                if (lock != null) {
                    writeServers(repository, Files.createTempDirectory(folder, "run-"));
                    writeBuilder(repository, Files.createTempDirectory(folder, "run-"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the archives of classes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The options with which a program's Java uses its archive, if there is one. */
    static List<String> options(String program) {
        return isWritten(program)
                // Java says on the standard output why it cannot use one, where a program's words are expected.
                ? List.of("-XX:SharedArchiveFile=" + archive(program), "-Xlog:cds*=off")
                : List.of();
    }

    /** Both at once: for a picture there must be both. */
    private static void writeServers(Path repository, Path directory) throws IOException, InterruptedException {
        if (isWritten(Programs.FRONTEND) && isWritten(Programs.EMBEDDED_SERVER)) {
            return;
        }
        int[] ports = Programs.freePorts(5);
        List<String> server = Programs.embeddedServer(
                "--model-repository", repository.toString(),
                "--http-port", Integer.toString(ports[0]),
                "--grpc-port", Integer.toString(ports[1]),
                "--metrics-port", Integer.toString(ports[2]));
        List<String> properties = new ArrayList<>(Programs.frontendPorts(ports[3], ports[4]));
        properties.add("-Ddiffract.repositories=" + repository);
        properties.add("-Ddiffract.slices=slice=127.0.0.1:" + ports[1]);
        try (RunningProgram slice =
                        RunningProgram.start("slice", writing(Programs.EMBEDDED_SERVER, directory, server), directory);
                RunningProgram frontend = RunningProgram.start(
                        "frontend", writing(Programs.FRONTEND, directory, Programs.frontend(properties)), directory)) {
            slice.awaitHttpOk(URI.create("http://127.0.0.1:" + ports[0] + "/v2/health/ready"));
            frontend.awaitHttpOk(URI.create("http://127.0.0.1:" + ports[4] + "/q/health/ready"));
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[3] + "/v1/generations"))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(DRAWING))
                                    .build(),
                            BodyHandlers.discarding());
        }
        publish(Programs.FRONTEND, directory);
        publish(Programs.EMBEDDED_SERVER, directory);
    }

    private static void writeBuilder(Path repository, Path directory) throws IOException {
        if (!isWritten(Programs.BUILDER)) {
            List<String> command = Programs.builder("verify", repository.toString());
            RunningProgram.run("builder", writing(Programs.BUILDER, directory, command), directory);
            publish(Programs.BUILDER, directory);
        }
    }

    private static List<String> writing(String program, Path directory, List<String> command) {
        List<String> all = new ArrayList<>(command);
        all.removeIf(option -> option.startsWith("-XX:SharedArchiveFile=")); // not both
        all.add(
                1,
                "-XX:ArchiveClassesAtExit=" + directory.resolve(archive(program).getFileName()));
        return all;
    }

    /** Whole, as others may be looking for it. */
    private static void publish(String program, Path directory) throws IOException {
        Path written = directory.resolve(archive(program).getFileName());
        if (Files.exists(written)) {
            Files.move(written, archive(program), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isWritten(String program) {
        try {
            return !FOLDER.isEmpty()
                    && Files.exists(archive(program))
                    && Files.getLastModifiedTime(archive(program))
                                    .compareTo(Files.getLastModifiedTime(
                                            Programs.home().resolve(program)))
                            > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path archive(String program) {
        return Path.of(FOLDER).resolve(Path.of(program).getFileName() + ".jsa");
    }

    private ClassArchives() {}
}
