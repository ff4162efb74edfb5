package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.tests.harness.Figures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prompts of several chunks, {@code BREAK}, padding and clip skip, with a random model that looks at every text state: through
 * builder, servers and frontend, compared with what {@code tests/parity/record_long_prompts.py} recorded from diffusers.
 */
class LongPromptsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Figures FIGURES = new Figures("e2e");

    /** Pixels no channel of which differs by more than one of 255: per cent of every single picture. */
    private static final double SAME = 99.5;

    /** Where something else is drawn, not even half of the pixels are so alike. */
    private static final double OTHER = 50;

    private static Deployment deployment;
    private static JsonNode record;
    private static BufferedImage sheet;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        record = JSON.readTree(RecordedModel.resource("long-prompts.json"));
        try (InputStream in = RecordedModel.resource("long-prompts.png")) {
            sheet = ImageIO.read(in);
        }
        Path model = directory.resolve("model");
        RecordedModel.unpack("long-prompts.zip", model);
        Deployment.buildRepository(directory, model);
        deployment = Deployment.start(directory);
    }

    @AfterAll
    static void stop() {
        FIGURES.report();
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void longPromptsGiveThePicturesOfDiffusers() {
        assertThat(record.path("cases").size()).isEqualTo(16);
        double least = 100;
        for (int i = 0; i < record.path("cases").size(); i++) {
            double same = RecordedModel.same(drawn(i), recorded(i));
            assertThat(same).as(name(i)).isGreaterThanOrEqualTo(SAME);
            least = Math.min(least, same);
        }
        FIGURES.atLeast("pictures.long-prompts.least", least, "%", SAME);
    }

    /** Else the other test would prove nothing. */
    @Test
    void everyChunkAndEveryWayOfPaddingMakesADifference() {
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < record.path("cases").size(); i++) {
            pictures.add(drawn(i));
        }
        for (int one = 0; one < pictures.size(); one++) {
            for (int other = 0; other < pictures.size(); other++) {
                if (one != other) {
                    assertThat(RecordedModel.same(pictures.get(one), recorded(other)))
                            .as(name(one) + " is not " + name(other))
                            .isLessThan(OTHER);
                }
            }
        }
    }

    /** Its UNet halves latents once: multiples of 16. */
    @Test
    void sizesAreThoseThatTheGraphsCanDraw() throws IOException {
        BufferedImage picture = Frontend.picture(post("{\"prompt\": \"a\", \"width\": 80, \"height\": 112}"));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(80, 112);
        BufferedImage larger = Frontend.picture(
                post("{\"prompt\": \"a\", \"width\": 64, \"height\": 80, \"hires\": {\"scale\": 1.26, \"steps\": 2}}"));
        assertThat(List.of(larger.getWidth(), larger.getHeight())).containsExactly(80, 96);
        JsonNode problem = JSON.readTree(
                post("{\"prompt\": \"a\", \"width\": 136, \"height\": 128, \"hires\": {\"scale\": 1.37}}"));
        assertThat(problem.at("/errors/0/detail").asText())
                .isEqualTo("must be a multiple of 16 from 64 to 256, since the model halves pictures 4 times, was 136");
        JsonNode leads = JSON.readTree(
                post("{\"prompt\": \"a\", \"width\": 128, \"height\": 128, \"hires\": {\"scale\": 1.37}}"));
        assertThat(leads.at("/errors/0/detail").asText())
                .isEqualTo(
                        "must lead to sizes that are multiples of 16 from 64 to 256, since the model halves pictures 4"
                                + " times, led from 128x128 to 168x168");
    }

    private static byte[] post(String body) {
        return deployment
                .frontend()
                .post("application/json", "image/png", body.getBytes(StandardCharsets.UTF_8))
                .body();
    }

    private static String name(int number) {
        return record.path("cases").path(number).path("name").asText();
    }

    private static BufferedImage recorded(int number) {
        int size = record.path("size").asInt();
        return sheet.getSubimage(number * size, 0, size, size);
    }

    private static BufferedImage drawn(int number) {
        ObjectNode request = record.path("cases").path(number).deepCopy();
        request.remove("name");
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = deployment.frontend().post("application/json", "image/png", body);
        assertThat(answer.statusCode())
                .as(() -> name(number) + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Frontend.picture(answer.body());
    }
}
