package dev.diffract.builder.cli.demo;

import dev.diffract.builder.build.assemble.RepositoryBuilder;
import dev.diffract.builder.files.AtomicFile;
import dev.diffract.repository.layout.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Everything at once: repository, servers, frontend, one picture, and then the page for as long as it is wanted. */
public final class Demo {

    /** Ports of an embedded server: gRPC, HTTP, metrics. */
    private static final int PORTS_PER_SLICE = 3;

    /** Exit codes after SIGINT and SIGTERM: somebody wanted the end. */
    private static final Set<Integer> SIGNALLED = Set.of(130, 143);

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final DemoOptions options;
    private final ProgramFiles files;
    private final DemoRepository repository;
    private final Consumer<String> out;

    /**
     * @param builder name and version of the builder, for the manifest
     * @param out gets what the person at the terminal should read, line by line
     */
    public Demo(DemoOptions options, String builder, Consumer<String> out) {
        this.options = options;
        this.files = new ProgramFiles(options.home(), options.state());
        this.repository = new DemoRepository(files, new RepositoryBuilder(builder, line -> out.accept("  " + line)));
        this.out = out;
    }

    /**
     * Returns after the picture if it is to be the only one, else when the frontend ends. No program of the demo is left then.
     *
     * @throws DemoException if something the demo needs is missing or fails
     * @throws IOException if a file cannot be read or written
     */
    public void run() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        files.requireBuilt();
        Ports.requireFree(options.port());
        RunLogs.prune(files.allLogs());
        Files.createDirectories(files.logs());
        if (Files.isDirectory(options.model())) {
            out.accept("Repository: " + files.repository());
        }
        Manifest manifest = repository.prepare(options.model());
        List<Integer> ports = Ports.free(1 + options.slices() * PORTS_PER_SLICE);
        int management = ports.get(0);
        FrontendClient frontend = new FrontendClient(options.port(), management);
        try (Children children = new Children()) {
            List<String> slices = startSlices(children, ports.subList(1, ports.size()));
            ChildProcess page = startFrontend(children, slices, usage(ports.subList(1, ports.size())), management);
            awaitReady(frontend, children);
            long ready = System.nanoTime();
            draw(frontend, manifest);
            out.accept("Started in " + seconds(ready - begin) + ", drawn in " + seconds(System.nanoTime() - ready)
                    + ", together " + seconds(System.nanoTime() - begin) + ".");
            if (!options.once()) {
                out.accept("Health:     " + frontend.health() + ", metrics: " + frontend.metrics());
                out.accept("Page:       " + frontend.page() + "   (Ctrl-C ends everything)");
                if (!SIGNALLED.contains(page.process().waitFor())) {
                    page.requireAlive();
                }
            }
        }
    }

    /** The slices as the frontend is told of them. */
    private List<String> startSlices(Children children, List<Integer> ports) throws IOException {
        out.accept("Starting " + options.slices() + (options.slices() == 1 ? " slice" : " slices")
                + " and the frontend (logs: " + files.logs() + ")");
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < options.slices(); i++) {
            String name = "slice-" + i;
            int first = i * PORTS_PER_SLICE;
            children.start(
                    name,
                    files.java(
                            files.embeddedServer(),
                            List.of(),
                            List.of(
                                    "--model-repository", files.repository().toString(),
                                    "--slice-name", name,
                                    "--grpc-port", ports.get(first).toString(),
                                    "--http-port", ports.get(first + 1).toString(),
                                    "--metrics-port", ports.get(first + 2).toString(),
                                    "--threads", Integer.toString(threadsPerSlice()),
                                    "--exit-timeout-secs", "3")),
                    files.logs().resolve(name + ".log"));
            targets.add(name + "=127.0.0.1:" + ports.get(first));
        }
        return targets;
    }

    /** Where each slice tells how busy its machine is. */
    private List<String> usage(List<Integer> ports) {
        return IntStream.range(0, options.slices())
                .mapToObj(i -> "slice-" + i + "=127.0.0.1:" + ports.get(i * PORTS_PER_SLICE + 2))
                .toList();
    }

    private ChildProcess startFrontend(Children children, List<String> slices, List<String> usage, int management)
            throws IOException {
        return children.start(
                "the frontend",
                files.java(
                        files.frontend(),
                        List.of(
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + options.port(),
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=" + management,
                                "-Ddiffract.shutdown.grace=" + Children.GRACE.toSeconds() + "s",
                                "-Ddiffract.repositories=" + files.repository(),
                                "-Ddiffract.slices=" + String.join(",", slices),
                                "-Ddiffract.usage=" + String.join(",", usage)),
                        List.of()),
                files.logs().resolve("frontend.log"));
    }

    private void awaitReady(FrontendClient frontend, Children children) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!frontend.isReady()) {
            children.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new DemoException("the frontend was not ready after " + START.toSeconds()
                        + " seconds; what it and the slices said is in " + files.logs());
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }

    private void draw(FrontendClient frontend, Manifest manifest) throws IOException, InterruptedException {
        Manifest.Defaults defaults = manifest.defaults();
        out.accept("Prompt:     " + options.picture().prompt());
        out.accept("Seed:       " + options.picture().seed() + ", " + defaults.steps() + " steps, " + defaults.width()
                + "x" + defaults.height() + " pixels, model " + manifest.model());
        Path picture = options.picture().file().toAbsolutePath();
        AtomicFile.write(
                picture,
                frontend.draw(options.picture().prompt(), options.picture().seed()));
        out.accept("Picture:    " + picture);
    }

    private int threadsPerSlice() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / options.slices());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
