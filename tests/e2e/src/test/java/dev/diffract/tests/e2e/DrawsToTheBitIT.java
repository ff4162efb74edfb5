package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Pixels;
import dev.diffract.tests.harness.Programs;
import java.awt.image.BufferedImage;
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
import java.util.Optional;
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
 * compute alike make them. Two slices do, a third has another number of threads. Beside 200 such pictures the same ones are drawn as they
 * share batches; those are the control, and are not all the files that were drawn alone. How many are not depends on the processor and on what
 * is drawn. In two steps no batch shows; here a strong guidance and a sampler that looks far back make a fifth of the files others.
 */
class DrawsToTheBitIT {

    private static final String OTHER = "slice-2";
    private static final int PICTURES = 200;
    private static final int SEEDS = 25;
    private static final int SIZE = 64;
    private static final int MAX_BATCH = 4;

    /** By how much a value may differ from the picture's that was drawn alone, of 255, where batches are shared. */
    private static final int MOST_LEVELS = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Figures FIGURES = new Figures("e2e");

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
        Deployment.buildRepository(directory, Programs.demoModel(), "--max-batch", Integer.toString(MAX_BATCH));
        deployment = Deployment.start(directory, slices);
        deployment.slice(OTHER).program().kill();
        await().atMost(Duration.ofSeconds(20)).until(() -> !healthy(OTHER));
        // While the third slice is away, the answer names the engines of the other two.
        String exact = draw(0, 1, "exact").get("parameters").get("reproducible").asText();
        assertThat(exact).matches("exact-[0-9a-f]{12}");
        List<String> alone = drawAlone(exact);
        assertThat(batches("slice-0").keySet())
                .as("batches of exact pictures alone")
                .containsExactly(MAX_BATCH);
        Control control = new Control(drawAlone("close"));
        deployment.restart(OTHER, deployment.repository(), "--threads", "2");
        await().atMost(Duration.ofSeconds(20)).until(() -> healthy(OTHER));

        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<?>> load = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                load.add(clients.submit(control));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> control.busy.contains(OTHER));
            drawUnderLoad(exact, alone, clients);
            JsonNode three = draw(7, 3, exact);
            for (int i = 0; i < 3; i++) {
                assertThat(file(three, i)).as("picture %d of one request", i).isEqualTo(alone.get(7 + i));
            }
            control.over.set(true);
            for (Future<?> client : load) {
                client.get();
            }
        } finally {
            control.over.set(true);
            clients.shutdownNow();
        }
        double differing = 100.0 * control.differing.get() / control.compared.get();
        FIGURES.add("to_the_bit.control_differs", differing, "%", ">", 0, Optional.empty());
        FIGURES.atMost("to_the_bit.control_largest", control.largest.get(), "levels", MOST_LEVELS);
        FIGURES.report();
        assertThat(control.differing)
                .as(
                        "of %d pictures that were not asked for exactly, those that are other files than alone; with"
                                + " none, this processor computes shared batches like others, and that exact ones are the"
                                + " same proves nothing",
                        control.compared.get())
                .hasPositiveValue();
        assertThat(control.largest).hasValueLessThanOrEqualTo(MOST_LEVELS);
    }

    /** The files of all seeds, none beside another. */
    private List<String> drawAlone(String reproducible) {
        List<String> files = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            files.add(file(draw(seed, 1, reproducible), 0));
        }
        assertThat(files).doesNotHaveDuplicates();
        return files;
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
                .put("sampler", "UniPC")
                .put("solver_order", 3)
                .put("guidance", 20)
                .put("steps", 6)
                .put("width", SIZE)
                .put("height", SIZE)
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
        assertThat(picture(png).getWidth()).isEqualTo(SIZE);
        return png;
    }

    private static BufferedImage picture(String file) {
        return Frontend.picture(Base64.getDecoder().decode(file));
    }

    /** How often the UNet was run with which number of rows. */
    private Map<Integer, Integer> batches(String slice) {
        try (InputStream answer = deployment
                .slice(slice)
                .http("/v2/models/" + BuiltRepository.name(deployment.repository(), "unet") + "/stats")
                .toURL()
                .openStream()) {
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

    /** Draws the same pictures, not exactly, until it is over. */
    private final class Control implements Runnable {

        private final List<String> alone;
        private final Set<String> busy = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger compared = new AtomicInteger();
        private final AtomicInteger differing = new AtomicInteger();
        private final AtomicInteger largest = new AtomicInteger();

        Control(List<String> alone) {
            this.alone = alone;
        }

        @Override
        public void run() {
            while (!over.get()) {
                int seed = next.getAndIncrement() % SEEDS;
                JsonNode drawn = draw(seed, 1, "close");
                drawn.get("images").get(0).get("slices").forEach(name -> busy.add(name.asText()));
                compared.incrementAndGet();
                String file = file(drawn, 0);
                if (!file.equals(alone.get(seed))) {
                    differing.incrementAndGet();
                    largest.accumulateAndGet(
                            Pixels.largestDifference(picture(file), picture(alone.get(seed))), Math::max);
                }
            }
        }
    }
}
