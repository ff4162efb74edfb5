package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.RunningProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A repository, servers on it, and a frontend: all of Diffract as processes, torn down by {@link #close()}. */
final class Deployment implements AutoCloseable {

    private final Path directory;
    private final Path repository;
    private final List<EmbeddedServer> slices = new ArrayList<>();
    private FrontendServer frontendServer;
    private Frontend frontend;

    private Deployment(Path directory, Path repository) {
        this.directory = directory;
        this.repository = repository;
    }

    /** The demo model's repository below a directory, as the real builder built it in this run of the tests. */
    static Path buildRepository(Path directory) {
        Path repository = directory.resolve("repository");
        if (Files.notExists(repository)) {
            DemoRepository.copyTo(repository);
        }
        return repository;
    }

    /**
     * Builds a model's repository below a directory, with the real builder.
     *
     * @param options further ones of its command line
     */
    static Path buildRepository(Path directory, Path model, String... options) {
        Path repository = directory.resolve("repository");
        if (Files.exists(repository)) {
            return repository;
        }
        return BuiltRepository.of(directory, model, repository, options);
    }

    /** Two slices and a frontend on the demo model. */
    static Deployment start(Path directory, String... serverOptions) {
        return start(directory, List.of("slice-0", "slice-1"), serverOptions);
    }

    /** Slices of these names and a frontend on the demo model. */
    static Deployment start(Path directory, List<String> names, String... serverOptions) {
        Map<String, List<String>> slices = new LinkedHashMap<>();
        names.forEach(name -> slices.put(name, List.of(serverOptions)));
        return start(directory, slices);
    }

    /**
     * Slices of these names, each with options of its own, and a frontend on the demo model.
     *
     * @param properties of the frontend, {@code -Dkey=value}, and options of its Java
     */
    static Deployment start(Path directory, Map<String, List<String>> slices, String... properties) {
        Deployment deployment = new Deployment(directory, buildRepository(directory));
        try {
            slices.forEach((name, options) -> deployment.addSlice(name, options.toArray(String[]::new)));
            deployment.startFrontend(properties);
            return deployment;
        } catch (RuntimeException | Error e) {
            deployment.close();
            throw e;
        }
    }

    private void addSlice(String name, String... options) {
        slices.add(EmbeddedServer.start(name, repository, directory, options));
    }

    private void startFrontend(String... properties) {
        String usage = slices.stream()
                .map(slice -> slice.name() + "=127.0.0.1:" + slice.metrics().getPort())
                .collect(Collectors.joining(","));
        frontendServer = FrontendServer.start(
                "frontend",
                repository,
                slices.stream()
                        .map(slice -> slice.name() + "=127.0.0.1:" + slice.grpcPort())
                        .collect(Collectors.joining(",")),
                directory,
                Stream.concat(Stream.of("-Ddiffract.usage=" + usage), Stream.of(properties))
                        .toArray(String[]::new));
        frontend = new Frontend(frontendServer.base());
    }

    Frontend frontend() {
        return frontend;
    }

    RunningProgram frontendProgram() {
        return frontendServer.program();
    }

    FrontendServer frontendServer() {
        return frontendServer;
    }

    EmbeddedServer slice(String name) {
        return slices.stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no slice " + name));
    }

    /** Another server in the place of one that is gone, on the same ports. */
    EmbeddedServer restart(String name, Path models, String... options) {
        EmbeddedServer gone = slice(name);
        gone.close();
        EmbeddedServer again = EmbeddedServer.start(name, models, directory, gone.ports(), options);
        slices.set(slices.indexOf(gone), again);
        return again;
    }

    Path repository() {
        return repository;
    }

    /** Ends it after that nothing which clients did was told as an error, nor with a trace. */
    void closeWithACleanLog() {
        try {
            assertThat(frontendServer.log()).doesNotContain(" ERROR ", " WARN ", "Exception", "\tat ");
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (frontendServer != null) {
            frontendServer.close();
        }
        slices.forEach(EmbeddedServer::close);
    }
}
