package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two frontends that know nothing of each other draw on the same slices, and are switched one after the other: neither loses a picture by it. */
class SwitchesTwoFrontendsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void aCheckpointStaysUntilTheOtherFrontendDrawsWithTheNextOne() {
        try (TwoCheckpoints two = new TwoCheckpoints(directory)) {
            FrontendServer other = two.startFrontend("other");
            Operator operator = new Operator(two.server(), directory);
            Operator operatorOfOther = new Operator(other, directory);
            String own = TwoCheckpoints.digest(two.own());
            String next = TwoCheckpoints.digest(two.retrained());
            try (SteadyDrawing drawing = new SteadyDrawing(new Frontend(other.base()), 2)) {
                drawing.awaitDrawn(own);

                switchTo(two.retrained(), operator);
                await().atMost(LONG)
                        .until(() -> reason(operator)
                                .contains(TwoCheckpoints.named(two.own()) + " is still asked for on first, second"));
                assertThat(operator.phase()).isEqualTo("ending");
                assertThat(operator.fleet("status").output()).contains("another frontend that is to be switched");
                assertThat(SteadyDrawing.draw(new Frontend(two.server().base()), "demo")
                                .get("checkpoint")
                                .asText())
                        .isEqualTo(next);
                drawing.awaitDrawn(own);
                List<Path> both = List.of(two.own(), two.retrained());
                assertThat(two.served()).containsExactly(both, both);

                switchTo(two.retrained(), operatorOfOther);
                TwoCheckpoints.awaitPhase(operatorOfOther, "done");
                TwoCheckpoints.awaitPhase(operator, "done");
                assertThat(reason(operator)).isEmpty();
                List<Path> one = List.of(two.retrained());
                await().atMost(LONG).until(() -> two.served().equals(List.of(one, one)));
                drawing.awaitDrawn(next);
                assertThat(drawing.end())
                        .extracting(image -> image.get("checkpoint").asText())
                        .containsOnly(own, next);
            }
        }
    }

    /** Slices that have room for one: both frontends have to be told, so that both keep their calls from a slice while it changes. */
    @Test
    void whereTwoDoNotFitBothAreSwitchedAtTheSameTime() {
        try (TwoCheckpoints two = TwoCheckpoints.inSmallSlices(directory)) {
            FrontendServer other = two.startFrontend("other");
            Operator operator = new Operator(two.server(), directory);
            Operator operatorOfOther = new Operator(other, directory);
            String next = TwoCheckpoints.digest(two.retrained());
            try (SteadyDrawing one = new SteadyDrawing(new Frontend(two.server().base()), 1);
                    SteadyDrawing another = new SteadyDrawing(new Frontend(other.base()), 3)) {
                switchTo(two.retrained(), operator);
                await().atMost(LONG).until(() -> reason(operator).contains(" is still asked for on first, "));
                switchTo(two.retrained(), operatorOfOther);
                TwoCheckpoints.awaitPhase(operator, "done");
                TwoCheckpoints.awaitPhase(operatorOfOther, "done");
                one.awaitDrawn(next);
                another.awaitDrawn(next);
                assertThat(one.end()).isNotEmpty();
                assertThat(another.end()).isNotEmpty();
            }
        }
    }

    private static void switchTo(Path repository, Operator operator) {
        assertThat(operator.fleet("switch", repository.toString(), "--grace", "0")
                        .exitCode())
                .isZero();
    }

    /** Empty if there is nothing to say. */
    private static String reason(Operator operator) {
        JsonNode reason = operator.status().path("switch").path("reason");
        return reason.isTextual() ? reason.asText() : "";
    }
}
