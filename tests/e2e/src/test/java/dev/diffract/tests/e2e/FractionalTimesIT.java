package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
        JsonNode record = JSON.readTree(resource("json"));
        BufferedImage sheet = ImageIO.read(resource("png"));
        int size = record.path("size").asInt();
        assertThat(record.path("cases").size()).isEqualTo(4);
        Path model = directory.resolve("model");
        unpack(model);
        Deployment.buildRepository(directory, model);
        try (Deployment deployment = Deployment.start(directory)) {
            for (int i = 0; i < record.path("cases").size(); i++) {
                String request = record.path("cases").path(i).toString();
                BufferedImage drawn = drawn(deployment, request);
                assertThat(same(drawn, sheet.getSubimage(i * size, 0, size, size)))
                        .as(request)
                        .isGreaterThanOrEqualTo(SAME);
                assertThat(same(drawn, sheet.getSubimage(i * size, size, size, size)))
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

    private static double same(BufferedImage one, BufferedImage other) {
        int same = 0;
        for (int y = 0; y < other.getHeight(); y++) {
            for (int x = 0; x < other.getWidth(); x++) {
                same += alike(one.getRGB(x, y), other.getRGB(x, y)) ? 1 : 0;
            }
        }
        return 100.0 * same / (other.getWidth() * other.getHeight());
    }

    private static boolean alike(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > 1) {
                return false;
            }
        }
        return true;
    }

    private static void unpack(Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(resource("zip"))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
        }
    }

    private static InputStream resource(String kind) {
        return FractionalTimesIT.class.getResourceAsStream("/parity/fractional-times." + kind);
    }
}
