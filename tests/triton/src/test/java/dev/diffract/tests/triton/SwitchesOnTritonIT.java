package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.builder.graphs.RetrainedGraph;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import dev.diffract.tests.harness.Pixels;
import dev.diffract.tests.harness.Programs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model is switched to another checkpoint and back on NVIDIA's tritonserver while pictures are drawn")
class SwitchesOnTritonIT {

    private static final String REQUEST =
            "{\"model\":\"demo\",\"prompt\":\"a red circle on a blue background\",\"seed\":7,\"steps\":8}";

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<JsonNode> drawn = new CopyOnWriteArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void noPictureIsLostOrOfTwo() throws Exception {
        TritonInstallation installation = TritonInstallation.find();
        WrittenRepository own = WrittenRepository.build(directory.resolve("own"));
        WrittenRepository next = retrained();
        WrittenRepository both = own.copyTo(directory.resolve("both"));
        next.copyModelsTo(both);
        String[] options = Stream.concat(
                        Stream.of("--model-control-mode=explicit"), names(own).map(model -> "--load-model=" + model))
                .toArray(String[]::new);
        try (TritonServer triton = TritonServer.start(installation, both.models(), directory, options);
                FrontendServer frontend = FrontendServer.start(
                        "frontend", own.root(), "slice=127.0.0.1:" + triton.grpcPort(), directory)) {
            Operator operator = new Operator(frontend, directory);
            CompletableFuture<Void> drawing = CompletableFuture.runAsync(() -> drawOn(frontend));
            try {
                awaitDrawn(drawing, own);

                assertThat(operator.fleet("switch", next.root().toString(), "--grace", "0")
                                .exitCode())
                        .isZero();
                await().atMost(LONG).until(() -> operator.phase().equals("done"));
                awaitDrawn(drawing, next);
                await().atMost(LONG).until(() -> !isReady(triton, own));
                assertThat(isReady(triton, next)).isTrue();

                assertThat(operator.fleet("rollback").exitCode()).isZero();
                await().atMost(LONG).until(() -> operator.phase().equals("done"));
                awaitDrawn(drawing, own);
                await().atMost(LONG).until(() -> !isReady(triton, next));
                assertThat(isReady(triton, own)).isTrue();
            } finally {
                enough.set(true);
            }
            drawing.join();
        }
        assertEachIsOfOne(own, next);
    }

    /** What one checkpoint drew is one picture, and another one than what the other drew. */
    private void assertEachIsOfOne(WrittenRepository own, WrittenRepository next) {
        Map<String, BufferedImage> first = new HashMap<>();
        for (JsonNode image : drawn) {
            BufferedImage picture = DrawnPictures.picture(image);
            BufferedImage known = first.computeIfAbsent(image.get("checkpoint").asText(), checkpoint -> picture);
            assertThat(Pixels.largestDifference(known, picture)).isLessThanOrEqualTo(DrawnPictures.SAME);
        }
        assertThat(first.keySet().stream().map(SwitchesOnTritonIT::digits))
                .containsExactlyInAnyOrder(digits(own), digits(next));
        List<BufferedImage> pictures = List.copyOf(first.values());
        assertThat(Pixels.largestDifference(pictures.get(0), pictures.get(1))).isGreaterThan(DrawnPictures.SAME);
    }

    private void drawOn(FrontendServer frontend) {
        while (!enough.get()) {
            drawn.addAll(DrawnPictures.ask(frontend, REQUEST));
        }
    }

    /** Until one that was begun from now on is drawn; or none is drawn any more. */
    private void awaitDrawn(CompletableFuture<Void> drawing, WrittenRepository with) {
        int before = drawn.size() + 1;
        await().atMost(LONG)
                .until(() -> drawing.isDone()
                        || drawn.stream()
                                .skip(before)
                                .anyMatch(image ->
                                        digits(image.get("checkpoint").asText()).equals(digits(with))));
    }

    private WrittenRepository retrained() throws IOException {
        Path model = directory.resolve("model");
        try (Stream<Path> files = Files.walk(Programs.demoModel())) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        model.resolve(Programs.demoModel().relativize(file).toString()));
            }
        }
        RetrainedGraph.make(model.resolve("unet/model.onnx"));
        return WrittenRepository.build(model, directory.resolve("next"), "--name", "demo");
    }

    private static Stream<String> names(WrittenRepository repository) throws IOException {
        try (Stream<Path> models = Files.list(repository.models())) {
            return models.map(model -> model.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static boolean isReady(TritonServer triton, WrittenRepository repository)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(triton.http("/v2/models/" + repository.name("unet") + "/ready"))
                .build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** The beginning of the digest, as names on servers have it. */
    private static String digits(WrittenRepository repository) {
        String name = repository.name("unet");
        return name.substring(name.indexOf('-') + 1, name.indexOf('.'));
    }

    private static String digits(String checkpoint) {
        return checkpoint.substring("sha256:".length(), "sha256:".length() + 8);
    }
}
