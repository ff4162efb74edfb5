package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Metrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A frontend with little memory, and clients who want more of it than there is: nobody else waits for them, and it lives on. */
class LittleMemoryIT {

    private static final int ANNOUNCED = 16_000_000;
    private static final int SENT = 15_000_000;
    private static final int CLIENTS = 40;
    private static final int SIDE = 2048;

    @TempDir
    private static Path directory;

    private static Path repository;
    private static EmbeddedServer slice;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() {
        repository = Deployment.buildRepository(directory);
        slice = EmbeddedServer.start("slice-0", repository, directory);
    }

    @AfterAll
    static void stop() {
        if (slice != null) {
            slice.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40})
    void whoStallsInTheMiddleOfABodyKeepsNobodyFromDrawing(int uploads) throws IOException, InterruptedException {
        try (FrontendServer frontend = frontend("-Xmx256m")) {
            List<Socket> stalled = new ArrayList<>();
            for (int i = 0; i < uploads; i++) {
                stalled.add(stall(frontend.base()));
                if (i % 4 == 3) {
                    othersAreServed(frontend);
                }
            }
            for (Socket connection : stalled) {
                String answer = readToEnd(connection);
                assertThat(answer).containsPattern("^HTTP/1\\.1 (408|503) ");
                if (answer.startsWith("HTTP/1.1 503 ")) {
                    assertThat(answer).containsIgnoringCase("\r\nretry-after: ");
                }
                connection.close();
            }
            othersAreServed(frontend);
            Metrics counted = new Metrics(frontend.metrics());
            assertThat(counted.sum("diffract_intake_timeouts_total", "part=\"body\""))
                    .isPositive();
            assertThat(counted.sum("diffract_intake_refusals_total")).isPositive();
            assertThat(counted.sum("diffract_intake_memory_bytes")).isZero();
        }
    }

    /** Hundreds of megabytes, of which nobody takes a byte; of a page's files little is in memory. */
    @ParameterizedTest
    @CsvSource({"true, /q/openapi", "false, /q/openapi", "true, /app.js", "true, /v1/models"})
    void whoAsksForMuchAndReadsNothingKeepsNobodyFromDrawing(boolean http2, String path)
            throws IOException, InterruptedException {
        try (FrontendServer frontend = frontend("-Xmx256m")) {
            List<RawConnection> unread = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                unread.add(http2 ? askOverHttp2(frontend.base(), path) : ask(frontend.base(), path));
            }
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> othersAreServed(frontend));
            unread.forEach(RawConnection::close);
            othersAreServed(frontend);
        }
    }

    private static RawConnection askOverHttp2(URI server, String path) {
        RawConnection connection = new RawConnection(server).closeWindows();
        for (int request = 0; request < 100; request++) {
            connection.getHttp2(1 + 2 * request, path);
        }
        return connection;
    }

    private static RawConnection ask(URI server, String path) {
        return new RawConnection(server).send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(100));
    }

    /** Each picture unfolds to twelve megabytes, and to more while it is scaled. */
    @Test
    void manyLargePicturesAreDrawnOrRefusedForTheMoment() throws IOException, InterruptedException {
        byte[] body = ("{\"prompt\": \"a red circle\", \"steps\": 2, \"seed\": 7, \"width\": 128, \"height\": 128,"
                        + " \"resize_mode\": \"crop\", \"image\": \""
                        + Base64.getEncoder().encodeToString(picture()) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        try (FrontendServer frontend = frontend("-Xmx128m")) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> http.sendAsync(post(frontend, body), BodyHandlers.ofString()))
                    .toList();

            areDrawnOrRefusedForTheMoment(answers);
            othersAreServed(frontend);
        }
    }

    /** Few bytes are sent, and many are drawn: each of these holds what nine would not find room for. */
    @Test
    void manyPicturesAreDrawnOrRefusedForTheMoment() throws IOException, InterruptedException {
        try (FrontendServer frontend = frontend("-Xmx128m")) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 9)
                    .mapToObj(client -> http.sendAsync(post(frontend, pictures(10)), BodyHandlers.ofString()))
                    .toList();

            areDrawnOrRefusedForTheMoment(answers);
            othersAreServed(frontend);
            Metrics counted = new Metrics(frontend.metrics());
            assertThat(counted.sum("diffract_drawings_refusals_total")).isPositive();
            assertThat(counted.sum("diffract_requests_total", "outcome=\"memory_full\""))
                    .isPositive();
            await().untilAsserted(() ->
                    assertThat(counted.known("diffract_drawings_memory_bytes")).isZero());
        }
    }

    @Test
    void whoAsksForMoreThanThereEverIsIsToldHowManyFit() throws IOException, InterruptedException {
        try (FrontendServer frontend = frontend("-Xmx128m", "-Ddiffract.generation.memory=0.05")) {
            HttpResponse<String> refused = http.send(post(frontend, pictures(16)), BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            Matcher fitting = Pattern.compile("\"pointer\":\"/count\",\"detail\":\"may be (\\d+) at most for pictures")
                    .matcher(refused.body());
            assertThat(fitting.find()).as(refused.body()).isTrue();
            int most = Integer.parseInt(fitting.group(1));
            assertThat(most).isBetween(1, 15);
            assertThat(http.send(post(frontend, pictures(most)), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static byte[] pictures(int count) {
        return ("{\"prompt\": \"a red circle\", \"steps\": 1, \"width\": 512, \"height\": 512, \"count\": " + count
                        + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void areDrawnOrRefusedForTheMoment(List<CompletableFuture<HttpResponse<String>>> answers) {
        int drawn = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> given = answer.join();
            if (given.statusCode() == 200) {
                drawn++;
            } else {
                assertThat(given.statusCode()).as(given.body()).isEqualTo(503);
                assertThat(given.headers().firstValue("Retry-After")).isPresent();
            }
        }
        assertThat(drawn).as("requests that there was room for").isPositive();
    }

    private static FrontendServer frontend(String... memory) {
        String[] options = Arrays.copyOf(memory, memory.length + 1);
        options[memory.length] = "-XX:+ExitOnOutOfMemoryError";
        return FrontendServer.start(
                "frontend", repository, "slice-0=127.0.0.1:" + slice.grpcPort(), directory, options);
    }

    private void othersAreServed(FrontendServer frontend) throws IOException, InterruptedException {
        HttpResponse<String> drawn = http.send(
                post(frontend, "{\"prompt\": \"a red circle\", \"steps\": 1}".getBytes(StandardCharsets.US_ASCII)),
                BodyHandlers.ofString());
        assertThat(drawn.statusCode()).as(drawn.body()).isEqualTo(200);
        for (String kind : List.of("live", "ready")) {
            assertThat(http.send(HttpRequest.newBuilder(frontend.health(kind)).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(frontend.program().isAlive()).isTrue();
        assertThat(frontend.program().output()).doesNotContain("OutOfMemoryError", " ERROR ");
    }

    private static HttpRequest post(FrontendServer frontend, byte[] body) {
        return HttpRequest.newBuilder(frontend.base().resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static Socket stall(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + ANNOUNCED + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[SENT]);
        return socket;
    }

    private static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Of a kind that packs neither well nor badly. */
    private static byte[] picture() throws IOException {
        Random noise = new Random(7);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, y, x / 8 << 16 | y / 8 << 8 | noise.nextInt(4));
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }
}
