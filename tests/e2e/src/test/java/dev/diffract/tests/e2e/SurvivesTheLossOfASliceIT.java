package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.Pixels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slice may die at any moment; the picture does not notice. */
class SurvivesTheLossOfASliceIT {

    private static final String PROMPT = "a green star on a white background";
    private static final long SEED = 4;
    private static final Duration BLACKOUT = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private Deployment deployment;

    /** Slow steps, so that there is a middle of a picture to hit. */
    @BeforeEach
    void start() {
        deployment = Deployment.start(directory, "--fault", "latency=40ms");
    }

    @AfterEach
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void aSliceKilledInMidImageCostsNothingAndChangesNothing() {
        byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);
        assertThat(drawnAlthough(() -> deployment.slice("slice-0").program().kill()))
                .isEqualTo(undisturbed);
        assertThat(state("slice-0").get("state").asText()).isNotEqualTo("healthy");
        assertThat(state("slice-1").get("state").asText()).isEqualTo("healthy");
    }

    @Test
    void manyPicturesAtOnceAllSurvive() {
        JsonNode undisturbed = Frontend.json(
                deployment.frontend().post("{\"prompt\":\"" + PROMPT + "\",\"seed\":" + SEED + ",\"count\":1}"));
        AtomicBoolean killed = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        List<byte[]> pictures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            Thread client = new Thread(() -> deployment.frontend().drawWithEvents(PROMPT, SEED, event -> {
                if (event.name().equals("progress")
                        && event.data().get("step").asInt() >= 5
                        && killed.compareAndSet(false, true)) {
                    deployment.slice("slice-1").program().kill();
                }
                if (event.name().equals("image")) {
                    pictures.add(
                            Base64.getDecoder().decode(event.data().get("png").asText()));
                }
            }));
            client.start();
            clients.add(client);
        }
        clients.forEach(SurvivesTheLossOfASliceIT::join);
        assertThat(killed).isTrue();
        byte[] expected = Base64.getDecoder()
                .decode(undisturbed.get("images").get(0).get("png").asText());
        assertThat(pictures).hasSize(4);
        // Bits are promised for one composition of batches only; here pictures share batches as they happen to meet.
        assertThat(pictures)
                .extracting(picture -> Pixels.largestDifference(Frontend.picture(picture), Frontend.picture(expected)))
                .allSatisfy(difference -> assertThat(difference).isLessThanOrEqualTo(2));
    }

    /** Longer than a call keeps its place before others. */
    @Test
    void allMayBeGoneForAWhile() {
        byte[] undisturbed = deployment.frontend().draw(PROMPT, SEED);
        assertThat(drawnAlthough(() -> {
                    deployment.slice("slice-0").program().kill();
                    deployment.slice("slice-1").program().kill();
                    CompletableFuture.delayedExecutor(BLACKOUT.toSeconds(), TimeUnit.SECONDS)
                            .execute(() -> deployment.restart("slice-1", deployment.repository()));
                }))
                .isEqualTo(undisturbed);
    }

    @Test
    void aSliceThatComesBackIsUsedAgain() {
        deployment.slice("slice-0").program().kill();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !state("slice-0").get("state").asText().equals("healthy"));
        deployment.restart("slice-0", deployment.repository());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> state("slice-0").get("state").asText().equals("healthy"));
        long before = state("slice-0").get("completed").asLong();
        deployment.frontend().draw(PROMPT, SEED);
        assertThat(state("slice-0").get("completed").asLong()).isGreaterThan(before);
    }

    /** @param happens in the middle of the picture */
    private byte[] drawnAlthough(Runnable happens) {
        return deployment.frontend().drawAlthough(PROMPT, SEED, happens);
    }

    private JsonNode state(String slice) {
        for (JsonNode node : deployment.frontend().get("/v1/slices").get("slices")) {
            if (node.get("name").asText().equals(slice)) {
                return node;
            }
        }
        throw new AssertionError("no slice " + slice);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
