package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Operator;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator switches slices to another checkpoint and back by {@code diffract fleet} while pictures are drawn: none is lost, and none is wrong. */
class SwitchesCheckpointIT {

    @TempDir
    private Path directory;

    private TwoCheckpoints two;
    private Operator operator;
    private Frontend frontend;

    @AfterEach
    void stop() {
        two.close();
    }

    @Test
    void picturesAreDrawnThroughASwitchAndItsWayBack() {
        start(new TwoCheckpoints(directory));
        try (SteadyDrawing drawing = new SteadyDrawing(frontend, 2)) {
            String next = two.retrained().toString();
            assertThat(operator.fleet("switch", next, "--canary", "0", "--callers", "127.0.0.1", "--grace", "0")
                            .output())
                    .contains("switch from " + named(two.own()) + " to " + named(two.retrained()));
            TwoCheckpoints.awaitPhase(operator, "canary");
            drawing.awaitDrawn(digest(two.retrained()));
            assertThat(SteadyDrawing.draw(frontend, named(two.own()))
                            .get("checkpoint")
                            .asText())
                    .isEqualTo(digest(two.own()));

            assertThat(operator.fleet("switch", next).exitCode()).isZero();
            TwoCheckpoints.awaitPhase(operator, "done");
            drawing.awaitDrawn(digest(two.retrained()));
            two.awaitCheckpoints(operator, two.retrained());
            HttpResponse<byte[]> gone = frontend.post(SteadyDrawing.body(named(two.own())));
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(new String(gone.body())).contains(named(two.retrained()));

            assertThat(operator.fleet("rollback").output())
                    .contains("switch from " + named(two.retrained()) + " to " + named(two.own()));
            TwoCheckpoints.awaitPhase(operator, "done");
            drawing.awaitDrawn(digest(two.own()));
            two.awaitCheckpoints(operator, two.own());

            List<JsonNode> images = drawing.end();
            assertThat(checkpoints(images)).containsOnly(digest(two.own()), digest(two.retrained()));
            assertThat(images).anyMatch(image -> image.get("started_again").asBoolean());
            assertThat(images)
                    .allMatch(image -> image.get("infotext").asText().contains("Started again: True")
                            == image.get("started_again").asBoolean());
        }
    }

    @Test
    void aCheckpointThatDoesNotLoadIsStoppedAndTakenBack() throws IOException {
        start(new TwoCheckpoints(directory));
        Path graph = two.models()
                .resolve(BuiltRepository.name(two.retrained(), "unet"))
                .resolve("1/model.onnx");
        Files.writeString(graph, "no graph");
        try (SteadyDrawing drawing = new SteadyDrawing(frontend, 1)) {
            drawing.awaitDrawn(digest(two.own()));

            assertThat(operator.fleet("switch", two.retrained().toString()).exitCode())
                    .isZero();
            TwoCheckpoints.awaitPhase(operator, "returned");
            assertThat(operator.fleet("status").output()).contains("Slice first did not load the checkpoint");
            drawing.awaitDrawn(digest(two.own()));
            assertThat(checkpoints(drawing.end())).containsOnly(digest(two.own()));
        }
        Finished refused = operator.fleet("rollback");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(operator.fleet("switch", two.own().toString()).output()).contains("served already");
        assertThat(operator.fleet("switch", directory.resolve("nowhere").toString())
                        .output())
                .contains("There is no directory", " has both, retrained, ");
    }

    /** Nobody says that it is to be so: the manifests' figures do. */
    @Test
    void whereTwoDoNotFitEachSliceHasOneAtATime() {
        start(TwoCheckpoints.inSmallSlices(directory));
        try (SteadyDrawing drawing = new SteadyDrawing(frontend, 2)) {
            drawing.awaitDrawn(digest(two.own()));
            String next = two.retrained().toString();
            assertThat(operator.fleet("switch", next, "--canary", "0", "--callers", "127.0.0.1", "--grace", "0")
                            .exitCode())
                    .isZero();
            TwoCheckpoints.awaitPhase(operator, "canary");
            assertThat(TwoCheckpoints.checkpoints(operator))
                    .containsExactly(List.of(digest(two.retrained())), List.of(digest(two.own())));
            drawing.awaitDrawn(digest(two.retrained()));

            assertThat(operator.fleet("switch", next).exitCode()).isZero();
            TwoCheckpoints.awaitPhase(operator, "done");
            drawing.awaitDrawn(digest(two.retrained()));
            assertThat(checkpoints(drawing.end())).containsOnly(digest(two.own()), digest(two.retrained()));
            two.awaitCheckpoints(operator, two.retrained());
        }
    }

    /** The manifests are for the small slice; what there is room for elsewhere a slice's server says. */
    @Test
    void inUnequalSlicesThoseThatFitTwoHaveBothAndTheOthersOneAtATime() {
        start(TwoCheckpoints.inUnequalSlices(directory));
        try (SteadyDrawing drawing = new SteadyDrawing(frontend, 2)) {
            drawing.awaitDrawn(digest(two.own()));
            String next = two.retrained().toString();
            String[] all = {digest(two.own()), digest(two.retrained())};
            assertThat(operator.fleet("switch", next, "--canary", "50").exitCode())
                    .isZero();
            TwoCheckpoints.awaitPhase(operator, "canary");
            assertThat(TwoCheckpoints.checkpoints(operator))
                    .satisfiesExactly(
                            small -> assertThat(small).containsExactly(digest(two.own())),
                            large -> assertThat(large).containsExactlyInAnyOrder(all));

            assertThat(operator.fleet("switch", next, "--canary", "100").exitCode())
                    .isZero();
            TwoCheckpoints.awaitPhase(operator, "canary");
            assertThat(TwoCheckpoints.checkpoints(operator))
                    .satisfiesExactly(
                            small -> assertThat(small).containsExactly(digest(two.retrained())),
                            large -> assertThat(large).containsExactlyInAnyOrder(all));
            drawing.awaitDrawn(digest(two.retrained()));

            assertThat(operator.fleet("switch", next).exitCode()).isZero();
            TwoCheckpoints.awaitPhase(operator, "done");
            two.awaitCheckpoints(operator, two.retrained());

            assertThat(operator.fleet("rollback").exitCode()).isZero();
            TwoCheckpoints.awaitPhase(operator, "done");
            two.awaitCheckpoints(operator, two.own());
            drawing.awaitDrawn(digest(two.own()));
            assertThat(checkpoints(drawing.end())).containsOnly(all);
        }
    }

    private void start(TwoCheckpoints started) {
        two = started;
        operator = new Operator(two.server(), directory);
        frontend = new Frontend(two.server().base());
    }

    private static List<String> checkpoints(List<JsonNode> images) {
        return images.stream().map(image -> image.get("checkpoint").asText()).toList();
    }

    private static String digest(Path repository) {
        return TwoCheckpoints.digest(repository);
    }

    private static String named(Path repository) {
        return TwoCheckpoints.named(repository);
    }
}
