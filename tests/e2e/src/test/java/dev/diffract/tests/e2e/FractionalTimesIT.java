package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timesteps between those of the training reach a UNet that torch exported with a whole one: its pictures are those of the module
 * itself, which {@code tests/parity/record_fractional_times.py} recorded, and not those with timesteps cut.
 */
class FractionalTimesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Pixels no channel of which differs by more than one of 255: per cent of every single picture. */
    private static final double SAME = 99.5;

    /** Where timesteps are cut, not even so many are. */
    private static final double CUT = 95;

    @Test
    void picturesAreThoseOfTheModuleThatTakesAnyTimestep(@TempDir Path directory) throws IOException {
        JsonNode record = JSON.readTree(RecordedModel.resource("fractional-times.json"));
        BufferedImage sheet = ImageIO.read(RecordedModel.resource("fractional-times.png"));
        int size = record.path("size").asInt();
        assertThat(record.path("cases").size()).isEqualTo(6);
        Path model = directory.resolve("model");
        RecordedModel.unpack("fractional-times.zip", model);
        Deployment.buildRepository(directory, model);
        try (Deployment deployment = Deployment.start(directory)) {
            for (int i = 0; i < record.path("cases").size(); i++) {
                String request = record.path("cases").path(i).toString();
                BufferedImage drawn = drawn(deployment, request);
                assertThat(RecordedModel.same(drawn, sheet.getSubimage(i * size, 0, size, size)))
                        .as(request)
                        .isGreaterThanOrEqualTo(SAME);
                assertThat(RecordedModel.same(drawn, sheet.getSubimage(i * size, size, size, size)))
                        .as("with timesteps cut: " + request)
                        .isLessThan(CUT);
            }
        }
    }

    private static BufferedImage drawn(Deployment deployment, String request) {
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = deployment.frontend().post("application/json", "image/png", body);
        assertThat(answer.statusCode())
                .as(() -> request + ": " + new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Frontend.picture(answer.body());
    }
}
