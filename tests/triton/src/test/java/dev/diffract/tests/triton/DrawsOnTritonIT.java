package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A whole picture is drawn on NVIDIA's tritonserver")
class DrawsOnTritonIT {

    private static final String REQUEST =
            "{\"prompt\":\"a red circle on a blue background\",\"seed\":7,\"steps\":8,\"count\":2}";

    /** Of 255 levels. ONNX Runtime's results depend on its build and on how many rows share a batch. */
    private static final int SAME_PICTURE = 2;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    @Test
    void likeTheOneThatEmbeddedServerDraws() throws Exception {
        TritonInstallation installation = TritonInstallation.find();
        WrittenRepository written = WrittenRepository.build(directory.resolve("repository"));
        List<BufferedImage> onTriton;
        long executions;
        try (TritonServer triton = TritonServer.start(installation, written.models(), directory);
                FrontendServer frontend = frontend("on-triton", triton.grpcPort(), written)) {
            onTriton = draw(frontend);
            JsonNode unet = new ObjectMapper()
                    .readTree(get(triton.http("/v2/models/" + written.name("unet") + "/stats")).body())
                    .at("/model_stats/0");
            executions = unet.get("execution_count").asLong();
            assertThat(unet.get("inference_count").asLong())
                    .as("two pictures of eight steps, each with and without the prompt")
                    .isEqualTo(2 * 8 * 2);
        }
        assertThat(executions).isBetween(8L, 16L);
        List<BufferedImage> onEmbedded;
        try (EmbeddedServer embedded = EmbeddedServer.start("embedded", written.root(), directory);
                FrontendServer frontend = frontend("on-embedded", embedded.grpcPort(), written)) {
            onEmbedded = draw(frontend);
        }
        for (int i = 0; i < onTriton.size(); i++) {
            assertThat(largestDifference(onTriton.get(i), onEmbedded.get(i))).isLessThanOrEqualTo(SAME_PICTURE);
        }
        assertThat(largestDifference(onTriton.get(0), onTriton.get(1)))
                .as("two pictures are two, and not one colour")
                .isGreaterThan(30);
    }

    private FrontendServer frontend(String name, int grpcPort, WrittenRepository written) {
        return FrontendServer.start(name, written.root(), "slice=127.0.0.1:" + grpcPort, directory);
    }

    /** The pictures of one request. */
    private List<BufferedImage> draw(FrontendServer frontend) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(frontend.base().resolve("/v1/generations"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(REQUEST))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(response.statusCode())
                .as(new String(response.body()) + "\n" + frontend.program().output())
                .isEqualTo(200);
        JsonNode images = new ObjectMapper().readTree(response.body()).get("images");
        assertThat(images).hasSize(2);
        return List.of(picture(images.get(0)), picture(images.get(1)));
    }

    private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    private static BufferedImage picture(JsonNode image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(image.get("png").asText())));
    }

    private static int largestDifference(BufferedImage one, BufferedImage other) {
        int largest = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }
}
