package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked for exactly comes out as the same file, to the bit, whatever else is drawn: its calls fill their batches, and only slices that
 * compute alike make them. Two slices do, a third has another number of threads; beside 200 such pictures others are drawn that share batches.
 */
class DrawsToTheBitIT {

    private static final String OTHER = "slice-2";
    private static final int PICTURES = 200;
    private static final int SEEDS = 25;
    private static final int MAX_BATCH = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Deployment deployment;

    @AfterEach
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void twoHundredPicturesUnderLoadAreTheFilesThatWereDrawnAlone() throws Exception {
        Map<String, List<String>> slices = new LinkedHashMap<>();
        slices.put("slice-0", List.of("--threads", "1"));
        slices.put("slice-1", List.of("--threads", "1"));
        slices.put(OTHER, List.of("--threads", "2"));
        deployment = Deployment.start(directory, slices);
        String exact = whatTwoSlicesAlikeAreCalled();
        List<String> alone = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            alone.add(file(draw(seed, 1, exact), 0));
        }
        assertThat(batches("slice-0").keySet())
                .as("batches of exact pictures alone")
                .containsExactly(MAX_BATCH);
        assertThat(alone).doesNotHaveDuplicates();

        Set<String> busy = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int first = 1000 * (i + 1);
                load.add(clients.submit(() -> {
                    for (int seed = first; !over.get(); seed++) {
                        draw(seed, 1, "close")
                                .get("images")
                                .get(0)
                                .get("slices")
                                .forEach(name -> busy.add(name.asText()));
                    }
                }));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> busy.contains(OTHER));
            drawUnderLoad(exact, alone, clients);
            JsonNode three = draw(7, 3, exact);
            for (int i = 0; i < 3; i++) {
                assertThat(file(three, i)).as("picture %d of one request", i).isEqualTo(alone.get(7 + i));
            }
            over.set(true);
            for (Future<?> client : load) {
                client.get();
            }
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
        // The control: what is not exact has two rows a call, so larger batches than that are shared ones.
        assertThat(batches("slice-0").keySet()).as("batches under load").containsAnyOf(4, 6);
    }

    /** After the 120th one of the two slices is killed: the other goes on to the same bits. */
    private void drawUnderLoad(String exact, List<String> alone, ExecutorService clients) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> drawers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            drawers.add(clients.submit(() -> {
                for (int n = next.getAndIncrement(); n < PICTURES; n = next.getAndIncrement()) {
                    if (n == 120) {
                        deployment.slice("slice-1").program().kill();
                    }
                    JsonNode drawn = draw(n % SEEDS, 1, exact);
                    assertThat(file(drawn, 0))
                            .as("picture %d of seed %d", n, n % SEEDS)
                            .isEqualTo(alone.get(n % SEEDS));
                    assertThat(drawn.get("images").get(0).get("slices"))
                            .extracting(JsonNode::asText)
                            .doesNotContain(OTHER);
                    assertThat(drawn.get("parameters").get("reproducible").asText())
                            .isEqualTo(exact);
                }
            }));
        }
        for (Future<?> drawer : drawers) {
            drawer.get();
        }
        assertThat(next.get()).isGreaterThanOrEqualTo(PICTURES);
    }

    /** While the third slice is away, the answer names the engines of the other two. */
    private String whatTwoSlicesAlikeAreCalled() {
        deployment.slice(OTHER).program().kill();
        await().atMost(Duration.ofSeconds(20)).until(() -> !healthy(OTHER));
        String exact = draw(0, 1, "exact").get("parameters").get("reproducible").asText();
        assertThat(exact).matches("exact-[0-9a-f]{12}");
        deployment.restart(OTHER, deployment.repository(), "--threads", "2");
        await().atMost(Duration.ofSeconds(20)).until(() -> healthy(OTHER));
        return exact;
    }

    private boolean healthy(String slice) {
        for (JsonNode known : deployment.frontend().get("/v1/slices").get("slices")) {
            if (known.get("name").asText().equals(slice)) {
                return known.get("state").asText().equals("healthy");
            }
        }
        throw new AssertionError("no slice " + slice);
    }

    private JsonNode draw(int seed, int count, String reproducible) {
        String body = JSON.createObjectNode()
                .put("prompt", "a red circle on a blue background")
                .put("negative_prompt", "a green star")
                .put("seed", seed)
                .put("count", count)
                .put("steps", 2)
                .put("width", 64)
                .put("height", 64)
                .put("reproducible", reproducible)
                .toString();
        HttpResponse<byte[]> answer = deployment.frontend().post(body);
        assertThat(answer.statusCode())
                .as(() -> Frontend.json(answer).toString())
                .isEqualTo(200);
        return Frontend.json(answer);
    }

    /** The file in base64, as it came. */
    private static String file(JsonNode drawn, int index) {
        String png = drawn.get("images").get(index).get("png").asText();
        assertThat(Frontend.picture(Base64.getDecoder().decode(png)).getWidth()).isEqualTo(64);
        return png;
    }

    /** How often the UNet was run with which number of rows. */
    private Map<Integer, Integer> batches(String slice) {
        try (InputStream answer =
                deployment.slice(slice).http("/v2/models/unet/stats").toURL().openStream()) {
            JsonNode statistics = JSON.readTree(answer);
            Map<Integer, Integer> batches = new HashMap<>();
            statistics
                    .get("model_stats")
                    .get(0)
                    .get("batch_stats")
                    .forEach(batch -> batches.put(
                            batch.get("batch_size").asInt(),
                            batch.get("compute_infer").get("count").asInt()));
            return batches;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
