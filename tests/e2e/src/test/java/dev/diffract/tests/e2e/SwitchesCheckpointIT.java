package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator switches slices to another checkpoint and back by {@code diffract fleet} while pictures are drawn: none is lost, and none is wrong. */
class SwitchesCheckpointIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<JsonNode> drawn = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private Path own;
    private Path retrained;
    private Path both;
    private FrontendServer server;
    private Frontend frontend;

    /** Servers that have the files of both checkpoints, and load what they are told; at first the own one. */
    @BeforeEach
    void start() throws IOException {
        own = Deployment.buildRepository(directory);
        Path model = directory.resolve("another");
        OverflowingGraph.copy(Programs.demoModel(), model);
        RetrainedGraph.make(model.resolve("unet/model.onnx"));
        retrained = BuiltRepository.of(directory, model, directory.resolve("retrained"), "--name", "demo");
        both = directory.resolve("both");
        OverflowingGraph.copy(own.resolve("models"), both);
        for (Path one : models(retrained)) {
            OverflowingGraph.copy(one, both.resolve(one.getFileName().toString()));
        }
        List<String> options = new ArrayList<>(List.of("--fault", "latency=20ms", "--model-control-mode", "explicit"));
        for (Path one : models(own)) {
            options.addAll(List.of("--load-model", one.getFileName().toString()));
        }
        List<String> slices = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            EmbeddedServer slice = started(EmbeddedServer.start(name, both, directory, options.toArray(String[]::new)));
            slices.add(name + "=127.0.0.1:" + slice.grpcPort());
        }
        server = started(FrontendServer.start(
                "frontend", own, String.join(",", slices), directory, "-Ddiffract.poll.interval=200ms"));
        frontend = new Frontend(server.base());
    }

    @AfterEach
    void stop() throws Exception {
        enough.set(true);
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void picturesAreDrawnThroughASwitchAndItsWayBack() {
        List<CompletableFuture<Void>> drawers =
                List.of(CompletableFuture.runAsync(this::drawOn), CompletableFuture.runAsync(this::drawOn));

        assertThat(fleet("switch", retrained.toString(), "--canary", "0", "--callers", "127.0.0.1", "--grace", "0")
                        .output())
                .contains("switch from " + named(own) + " to " + named(retrained));
        awaitPhase("canary");
        awaitDrawn(retrained);
        assertThat(draw(named(own)).get("checkpoint").asText()).isEqualTo(digest(own));

        assertThat(fleet("switch", retrained.toString()).exitCode()).isZero();
        awaitPhase("done");
        awaitDrawn(retrained);
        awaitCheckpoints(retrained);
        HttpResponse<byte[]> gone = frontend.post(body(named(own)));
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(new String(gone.body())).contains(named(retrained));

        assertThat(fleet("rollback").output()).contains("switch from " + named(retrained) + " to " + named(own));
        awaitPhase("done");
        awaitDrawn(own);
        awaitCheckpoints(own);
        enough.set(true);
        CompletableFuture.allOf(drawers.toArray(CompletableFuture[]::new)).join();

        assertThat(lost).isEmpty();
        assertThat(drawn).anyMatch(image -> image.get("started_again").asBoolean());
        assertThat(byCheckpoint()).containsOnlyKeys(digest(own), digest(retrained));
    }

    @Test
    void aCheckpointThatDoesNotLoadIsStoppedAndTakenBack() throws IOException {
        Path graph = both.resolve(BuiltRepository.name(retrained, "unet")).resolve("1/model.onnx");
        Files.writeString(graph, "no graph");
        CompletableFuture<Void> drawer = CompletableFuture.runAsync(this::drawOn);
        awaitDrawn(own);

        assertThat(fleet("switch", retrained.toString()).exitCode()).isZero();
        awaitPhase("returned");
        assertThat(fleet("status").output()).contains("Slice first did not load the checkpoint");
        awaitDrawn(own);
        enough.set(true);
        drawer.join();

        assertThat(lost).isEmpty();
        assertThat(byCheckpoint()).containsOnlyKeys(digest(own));
        Finished refused = fleet("rollback");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(fleet("switch", own.toString()).output()).contains("served already");
        assertThat(fleet("switch", directory.resolve("nowhere").toString()).output())
                .contains("there is no directory");
    }

    /** The one picture of each checkpoint: it is the same each time. */
    private Map<String, String> byCheckpoint() {
        Map<String, String> pictures = new HashMap<>();
        for (JsonNode image : drawn) {
            String before = pictures.put(
                    image.get("checkpoint").asText(), image.get("png").asText());
            assertThat(before).isIn(null, image.get("png").asText());
        }
        assertThat(pictures.values()).doesNotHaveDuplicates();
        return pictures;
    }

    private void drawOn() {
        while (!enough.get()) {
            try {
                drawn.add(draw("demo"));
            } catch (AssertionError | RuntimeException failure) {
                lost.add(String.valueOf(failure));
                return;
            }
        }
    }

    private JsonNode draw(String model) {
        HttpResponse<byte[]> answer = frontend.post(body(model));
        try {
            assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
            JsonNode image = JSON.readTree(answer.body()).get("images").get(0);
            assertThat(Base64.getDecoder().decode(image.get("png").asText())).isNotEmpty();
            return image;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(String model) {
        return "{\"model\": \"" + model
                + "\", \"prompt\": \"a green star on a white background\", \"seed\": 4, \"reproducible\": \"exact\"}";
    }

    /** Until one that was begun from now on is drawn with it. */
    private void awaitDrawn(Path repository) {
        int before = drawn.size();
        await().atMost(LONG)
                .until(() -> drawn.stream()
                        .skip(before + 2L)
                        .anyMatch(image -> image.get("checkpoint").asText().equals(digest(repository))));
    }

    private void awaitPhase(String phase) {
        await().atMost(LONG)
                .until(() -> fleetStatus().path("switch").path("phase").asText().equals(phase));
    }

    private void awaitCheckpoints(Path repository) {
        await().atMost(LONG).until(() -> {
            List<String> checkpoints = new ArrayList<>();
            fleetStatus()
                    .get("slices")
                    .forEach(slice -> slice.get("checkpoints").forEach(digest -> checkpoints.add(digest.asText())));
            return checkpoints.equals(List.of(digest(repository), digest(repository)));
        });
    }

    private JsonNode fleetStatus() {
        return new Frontend(server.metrics()).get("/admin/fleet");
    }

    private static List<Path> models(Path repository) throws IOException {
        try (Stream<Path> models = Files.list(repository.resolve("models"))) {
            return models.sorted().toList();
        }
    }

    private static String digest(Path repository) {
        try {
            return JSON.readTree(Files.readString(repository.resolve("manifest.json")))
                    .get("checkpoint")
                    .asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As requests name it. */
    private static String named(Path repository) {
        return "demo@" + digest(repository).substring("sha256:".length()).substring(0, 8);
    }

    private <T extends AutoCloseable> T started(T program) {
        running.add(program);
        return program;
    }

    private Finished fleet(String... words) {
        String[] all = Stream.concat(
                        Stream.concat(Stream.of("fleet"), Stream.of(words)),
                        Stream.of("--at", server.metrics().getAuthority()))
                .toArray(String[]::new);
        return RunningProgram.run("fleet", Programs.builder(all), directory);
    }
}
