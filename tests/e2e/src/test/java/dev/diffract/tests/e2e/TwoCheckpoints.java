package dev.diffract.tests.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two servers that have the files of two checkpoints of the demo model and load what they are told, at first the own one, and a frontend. */
final class TwoCheckpoints implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String MANIFEST = "manifest.json";

    private final List<AutoCloseable> running = new ArrayList<>();
    private final Path own;
    private final Path retrained;
    private final Path both;
    private final FrontendServer server;

    /** @param directory where nothing is */
    TwoCheckpoints(Path directory) {
        this(directory, List.of());
    }

    private TwoCheckpoints(Path directory, List<Long> memory) {
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
            List<String> slices = new ArrayList<>();
            for (String name : List.of("first", "second")) {
                EmbeddedServer slice =
                        started(EmbeddedServer.start(name, both, directory, options.toArray(String[]::new)));
                slices.add(name + "=127.0.0.1:" + slice.grpcPort());
            }
            server = started(FrontendServer.start(
                    "frontend", own, String.join(",", slices), directory, "-Ddiffract.poll.interval=200ms"));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * The same in slices of so little memory, as the manifests say.
     *
     * @param bytes of a slice
     */
    static TwoCheckpoints inSlicesOf(long bytes, Path directory) {
        return new TwoCheckpoints(directory, List.of(bytes));
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

    private <T extends AutoCloseable> T started(T program) {
        running.add(program);
        return program;
    }
}
