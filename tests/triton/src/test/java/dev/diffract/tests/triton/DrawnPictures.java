package dev.diffract.tests.triton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.FrontendServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures that a frontend is asked for, and how much they may differ. */
final class DrawnPictures {

    /** Of 255 levels. ONNX Runtime's results depend on its build and on how many rows share a batch. */
    static final int SAME = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private DrawnPictures() {}

    /**
     * The pictures of one request, as its answer has them.
     *
     * @param body JSON
     * @throws AssertionError with what was answered, if they are not drawn
     */
    static List<JsonNode> ask(FrontendServer frontend, String body) {
        HttpRequest request = HttpRequest.newBuilder(frontend.base().resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            assertThat(response.statusCode())
                    .as(new String(response.body()) + "\n" + frontend.program().output())
                    .isEqualTo(200);
            List<JsonNode> images = new ArrayList<>();
            JSON.readTree(response.body()).get("images").forEach(images::add);
            return images;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static BufferedImage picture(JsonNode image) {
        try {
            return ImageIO.read(new ByteArrayInputStream(
                    Base64.getDecoder().decode(image.get("png").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
