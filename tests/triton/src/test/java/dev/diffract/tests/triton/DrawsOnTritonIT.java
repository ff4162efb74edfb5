package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A whole picture is drawn on NVIDIA's tritonserver")
class DrawsOnTritonIT {

    private static final String REQUEST =
            "{\"prompt\":\"a red circle on a blue background\",\"seed\":7,\"steps\":8,\"count\":2}";

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
                    .readTree(get(triton.http("/v2/models/" + written.name("unet") + "/stats"))
                            .body())
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
            assertThat(Pixels.largestDifference(onTriton.get(i), onEmbedded.get(i)))
                    .isLessThanOrEqualTo(DrawnPictures.SAME);
        }
        assertThat(Pixels.largestDifference(onTriton.get(0), onTriton.get(1)))
                .as("two pictures are two, and not one colour")
                .isGreaterThan(30);
    }

    private FrontendServer frontend(String name, int grpcPort, WrittenRepository written) {
        return FrontendServer.start(name, written.root(), "slice=127.0.0.1:" + grpcPort, directory);
    }

    private static List<BufferedImage> draw(FrontendServer frontend) {
        List<BufferedImage> pictures = DrawnPictures.ask(frontend, REQUEST).stream()
                .map(DrawnPictures::picture)
                .toList();
        assertThat(pictures).hasSize(2);
        return pictures;
    }

    private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }
}
