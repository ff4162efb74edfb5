package dev.diffract.tests.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two servers that have the files of two checkpoints of the demo model and load what they are told, at first the own one, and a frontend. */
final class TwoCheckpoints implements AutoCloseable {

    /** Many times what a call of the demo's takes. */
    private static final String SILENCE = "4s";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String MANIFEST = "manifest.json";

    /** Two checkpoints of the demo's size do not fit beside what a server takes by itself and the least that is kept free. */
    private static final long SMALL = (512L + 256 + 1) << 20;

    private static final long LARGE = 40448L << 20;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<AutoCloseable> running = new ArrayList<>();
    private final Path own;
    private final Path retrained;
    private final Path both;
    private final Path directory;
    private final List<EmbeddedServer> slices = new ArrayList<>();
    private final FrontendServer server;

    /** @param directory where nothing is */
    TwoCheckpoints(Path directory) {
        this(directory, List.of(), Map.of());
    }

    /**
     * @param memory of the slices that the manifests are for, if they are for any
     * @param told by servers' names what each of their models takes, as its configuration tells it
     */
    private TwoCheckpoints(Path directory, List<Long> memory, Map<String, String> told) {
        this.directory = directory;
        own = Deployment.buildRepository(directory);
        retrained = directory.resolve("retrained");
        RetrainedRepository.copyTo(retrained);
        memory.forEach(bytes -> Stream.of(own, retrained).forEach(repository -> setMemory(repository, bytes)));
        both = directory.resolve("both");
        OverflowingGraph.copy(own.resolve("models"), both);
        for (Path one : models(retrained)) {
            OverflowingGraph.copy(one, both.resolve(one.getFileName().toString()));
        }
        List<String> options = new ArrayList<>(List.of("--fault", "latency=20ms", "--model-control-mode", "explicit"));
        for (Path one : models(own)) {
            options.addAll(List.of("--load-model", one.getFileName().toString()));
        }
        try {
            for (String name : List.of("first", "second")) {
                Path found = told.containsKey(name) ? telling(told.get(name), both, directory.resolve(name)) : both;
                slices.add(started(EmbeddedServer.start(name, found, directory, options.toArray(String[]::new))));
            }
            server = startFrontend("frontend");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The same in slices, as the manifests say, that have no room for both. */
    static TwoCheckpoints inSmallSlices(Path directory) {
        return new TwoCheckpoints(directory, List.of(SMALL), Map.of());
    }

    /** The same in a small slice and a large one, as their servers say; the manifests are for small ones. */
    static TwoCheckpoints inUnequalSlices(Path directory) {
        return new TwoCheckpoints(
                directory,
                List.of(SMALL),
                Map.of(
                        "first", "takes=1048576 of=" + SMALL + " gpu=H100-80GB profile=1g.10gb",
                        "second", "takes=1048576 of=" + LARGE + " gpu=H100-80GB profile=3g.40gb"));
    }

    /** The repository whose checkpoint the servers have at first. */
    Path own() {
        return own;
    }

    /** The repository of the other one. */
    Path retrained() {
        return retrained;
    }

    /** What the servers find. */
    Path models() {
        return both;
    }

    FrontendServer server() {
        return server;
    }

    /** Starts another frontend before the same servers, with the own repository. */
    FrontendServer startFrontend(String name) {
        String all = slices.stream()
                .map(slice -> slice.name() + "=127.0.0.1:" + slice.grpcPort())
                .collect(Collectors.joining(","));
        return started(FrontendServer.start(
                name, own, all, directory, "-Ddiffract.poll.interval=200ms", "-Ddiffract.fleet.silence=" + SILENCE));
    }

    /** The repositories that servers have the UNet of in service, server by server, as they say themselves. */
    List<List<Path>> served() {
        return slices.stream()
                .map(slice -> Stream.of(own, retrained)
                        .filter(repository -> isServed(slice, repository))
                        .toList())
                .toList();
    }

    /** Until the latest switch is there. */
    static void awaitPhase(Operator operator, String phase) {
        await().atMost(LONG).until(() -> operator.phase().equals(phase));
    }

    /** Until both slices have a repository's checkpoint and no other. */
    void awaitCheckpoints(Operator operator, Path repository) {
        List<String> only = List.of(digest(repository));
        await().atMost(LONG).until(() -> checkpoints(operator).equals(List.of(only, only)));
    }

    /** Digests of the checkpoints that each slice was last found to have. */
    static List<List<String>> checkpoints(Operator operator) {
        List<List<String>> all = new ArrayList<>();
        for (JsonNode slice : operator.status().get("slices")) {
            List<String> digests = new ArrayList<>();
            slice.get("checkpoints").forEach(digest -> digests.add(digest.asText()));
            all.add(digests);
        }
        return all;
    }

    /** Of a repository's checkpoint, {@code sha256:} and hexadecimal digits. */
    static String digest(Path repository) {
        return manifest(repository).get("checkpoint").asText();
    }

    /** A repository's checkpoint as requests name it. */
    static String named(Path repository) {
        return "demo@" + digest(repository).substring("sha256:".length()).substring(0, 8);
    }

    @Override
    public void close() {
        for (int i = running.size() - 1; i >= 0; i--) {
            try {
                running.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean isServed(EmbeddedServer slice, Path repository) {
        HttpRequest request = HttpRequest.newBuilder(
                        slice.http("/v2/models/" + BuiltRepository.name(repository, "unet") + "/ready"))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> models(Path repository) {
        try (Stream<Path> models = Files.list(repository.resolve("models"))) {
            return models.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode manifest(Path repository) {
        try {
            return JSON.readTree(Files.readString(repository.resolve(MANIFEST)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if its engines were built for such a slice. */
    private static void setMemory(Path repository, long bytes) {
        ObjectNode manifest = (ObjectNode) manifest(repository);
        manifest.putObject("target")
                .put("gpu", "H100-80GB")
                .put("profile", "1g.10gb")
                .put("compute_capability", "9.0")
                .put("multiprocessors", 16)
                .put("memory_bytes", bytes)
                .put("tensorrt", "10.15.1")
                .put("cuda", "13.0");
        try {
            Files.writeString(repository.resolve(MANIFEST), manifest.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a server's models to where nothing is, for one whose engines take something. */
    private static Path telling(String takes, Path models, Path copy) {
        OverflowingGraph.copy(models, copy);
        String parameter = "parameters { key: \"diffract_memory\" value { string_value: \"" + takes + "\" } }\n";
        try (Stream<Path> all = Files.list(copy)) {
            for (Path model :
                    all.filter(one -> !one.toString().endsWith(".decode_image")).toList()) {
                Files.writeString(model.resolve("config.pbtxt"), parameter, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    private <T extends AutoCloseable> T started(T program) {
        running.add(program);
        return program;
    }
}
