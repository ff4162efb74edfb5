package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures that take long to be decoded, scaled and blurred, and clients who are gone meanwhile: they are read no further, and whoever
 * comes after them finds the gate free. One request is read at a time here, so that all others wait for it.
 */
class HangsUpWhileReadIT {

    private static final int CLIENTS = 6;

    /** A client may go in the very moment in which it has been read. */
    private static final int ROUNDS = 10;

    private static final int SIDE = 2048;

    private static final String JSON = "application/json";

    @TempDir
    private static Path directory;

    private static Deployment deployment;
    private static FrontendServer frontend;
    private static Metrics counted;
    private static String body;

    @BeforeAll
    static void start() throws IOException {
        deployment =
                Deployment.start(directory, Map.of("slice-0", List.of()), "-XX:ActiveProcessorCount=1", "-Xmx512m");
        frontend = deployment.frontendServer();
        counted = new Metrics(frontend.metrics());
        String white = Base64.getEncoder().encodeToString(white());
        body =
                "{\"prompt\":\"a red circle\",\"steps\":2,\"resize_mode\":\"stretch\",\"mask_blur\":64,\"mask_content\":\"fill\","
                        + "\"image\":\"" + white + "\",\"mask\":\"" + white + "\"}";
    }

    @AfterAll
    static void theLogIsClean() {
        deployment.closeWithACleanLog();
    }

    static Stream<Arguments> everyWay() {
        return Stream.concat(
                HangsUpIT.WAYS.keySet().stream().map(way -> Arguments.of("HTTP/1.1", way)),
                HangsUpIT.WAYS_OF_HTTP2.keySet().stream().map(way -> Arguments.of("HTTP/2", way)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void nothingMoreIsReadForThem(String version, String way) {
        boolean http2 = version.equals("HTTP/2");
        double before = readNoFurther();
        for (int round = 0; round < ROUNDS && readNoFurther() == before; round++) {
            List<RawConnection> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> new RawConnection(frontend.base()))
                    .map(client -> http2 ? client.postHttp2(JSON, body) : client.post(JSON, body))
                    .toList();
            await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
                assertThat(counted.known("diffract_intake_reading")).isOne();
                assertThat(counted.known("diffract_intake_waiting")).isPositive();
            });
            clients.forEach(http2 ? HangsUpIT.WAYS_OF_HTTP2.get(way) : HangsUpIT.WAYS.get(way));
            theNextOneIsDrawn();
            theGateIsFree();
            clients.forEach(RawConnection::close);
        }
        assertThat(readNoFurther())
                .as("requests of which the rest was not read")
                .isGreaterThan(before);
    }

    /** Whoever is here is not kept waiting by those who are not. */
    private static void theNextOneIsDrawn() {
        assertThat(new Frontend(frontend.base())
                        .post("{\"prompt\":\"a red circle\",\"seed\":7,\"steps\":2}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void theGateIsFree() {
        for (String taken :
                List.of("intake_reading", "intake_waiting", "intake_memory_bytes", "drawings_memory_bytes")) {
            await().untilAsserted(() ->
                    assertThat(counted.known("diffract_" + taken)).as(taken).isZero());
        }
    }

    private static double readNoFurther() {
        return counted.known("diffract_intake_departures_total", "turn=\"reading\"");
    }

    /** A few kilobytes, of megabytes when they are unfolded. */
    private static byte[] white() throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) picture.getRaster().getDataBuffer()).getData(), (byte) 255);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", file);
        return file.toByteArray();
    }
}
