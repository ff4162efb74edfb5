package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Operator;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An operator changes the fleet by {@code diffract fleet} while pictures are drawn, and no picture is lost by it. */
@TestMethodOrder(OrderAnnotation.class)
class ChangesTheFleetIT {

    private static final String PROMPT = "a green star on a white background";
    private static final long SEED = 4;

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();

    private static EmbeddedServer first;
    private static EmbeddedServer second;
    private static Path list;
    private static FrontendServer server;
    private static Frontend frontend;
    private static Operator operator;

    /** Slow steps, so that there is a middle of a picture. */
    @BeforeAll
    static void start() {
        Path repository = Deployment.buildRepository(directory);
        first = started(EmbeddedServer.start("first", repository, directory, "--fault", "latency=50ms"));
        second = started(EmbeddedServer.start("second", repository, directory, "--fault", "latency=50ms"));
        list = directory.resolve("slices.txt");
        write(line(first), line(second));
        server = started(FrontendServer.start("frontend", repository, "", directory, "-Ddiffract.fleet.file=" + list));
        frontend = new Frontend(server.base());
        operator = new Operator(server, directory);
    }

    @AfterAll
    static void stop() throws Exception {
        for (int i = RUNNING.size() - 1; i >= 0; i--) {
            RUNNING.get(i).close();
        }
    }

    /** Whatever the test before has changed. */
    @BeforeEach
    void bothAreThere() {
        write(line(first), line(second));
        order("reload");
        order("slices/first/undrain");
        order("slices/second/undrain");
        await().until(() -> states().equals(Map.of("first", "healthy", "second", "healthy")));
    }

    @Test
    void drainingInMidPictureLosesNothing() {
        byte[] undisturbed = frontend.draw(PROMPT, SEED);
        byte[] disturbed = frontend.drawAlthough(PROMPT, SEED, () -> order("slices/first/drain"));
        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(states()).isEqualTo(Map.of("first", "draining", "second", "healthy"));

        long before = completed("first");
        assertThat(frontend.draw(PROMPT, SEED)).isEqualTo(undisturbed);
        assertThat(completed("first")).isEqualTo(before);

        Finished last = operator.fleet("drain", "second");
        assertThat(last.exitCode()).isEqualTo(1);
        assertThat(last.output()).contains("second is the last one that can draw", "--force");
        assertThat(operator.fleet("drain", "third").output())
                .contains("There is no slice 'third'; there are: first, second.");
        assertThat(states()).isEqualTo(Map.of("first", "draining", "second", "healthy"));

        assertThat(operator.fleet("undrain", "first").exitCode()).isZero();
        assertThat(states()).isEqualTo(Map.of("first", "healthy", "second", "healthy"));
    }

    /** One that is forced is waited for by what has begun. */
    @Test
    void theLastSliceIsDrainedByForceAndItsPictureGoesOnWhenItIsBack() {
        assertThat(operator.fleet("drain", "first").exitCode()).isZero();
        byte[] undisturbed = frontend.draw(PROMPT, SEED);
        byte[] disturbed = frontend.drawAlthough(PROMPT, SEED, () -> {
            order("slices/second/drain?force=true");
            assertThat(operator.fleet("undrain", "second").exitCode()).isZero();
        });
        assertThat(disturbed).isEqualTo(undisturbed);
    }

    /** As a cluster ends a pod. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aServerThatIsToldToStopEndsWhatItHas() {
        byte[] undisturbed = frontend.draw(PROMPT, SEED);
        assertThat(frontend.drawAlthough(
                        PROMPT, SEED, () -> first.program().handle().destroy()))
                .isEqualTo(undisturbed);
        assertThat(frontend.draw(PROMPT, SEED)).isEqualTo(undisturbed);
        assertThat(server.log()).doesNotContain(" ERROR ", "Exception");
    }

    @Test
    void theListMayBeReadAgainInMidPicture() {
        byte[] undisturbed = frontend.draw(PROMPT, SEED);
        byte[] disturbed = frontend.drawAlthough(PROMPT, SEED, () -> {
            write("# the first one went", line(second));
            order("reload");
            assertThat(states()).isEqualTo(Map.of("second", "healthy"));
        });
        assertThat(disturbed).isEqualTo(undisturbed);

        write(line(second), "again=127.0.0.1:" + first.grpcPort());
        assertThat(operator.fleet("reload").output()).contains("come: again");
        await().until(() -> states().equals(Map.of("second", "healthy", "again", "healthy")));
        assertThat(frontend.draw(PROMPT, SEED)).isEqualTo(undisturbed);
    }

    @Test
    void aWrongListChangesNothing() {
        write(line(first), line(second), "first=127.0.0.1:1");
        Finished refused = operator.fleet("reload");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains(list + ", line 3: two slices are called 'first'; names must differ. Nothing was changed.");
        write("# none");
        assertThat(operator.fleet("reload").output()).contains("lists no slice", "Nothing was changed.");
        write(line(first), "third=127.0.0.1:http");
        assertThat(operator.fleet("reload").output()).contains("line 2: 'third=127.0.0.1:http' is no slice");
        assertThat(states()).isEqualTo(Map.of("first", "healthy", "second", "healthy"));
        assertThat(operator.fleet("status").output()).contains("first ", "second ", "healthy");
    }

    private static <T extends AutoCloseable> T started(T program) {
        RUNNING.add(program);
        return program;
    }

    private static String line(EmbeddedServer slice) {
        return slice.name() + "=127.0.0.1:" + slice.grpcPort();
    }

    private static void write(String... lines) {
        try {
            Files.write(list, List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a program does it: at once, while a picture is drawn. */
    private void order(String path) {
        HttpResponse<byte[]> answer = new Frontend(server.metrics())
                .post("/admin/fleet/" + path, "application/json", "application/json", new byte[0]);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
    }

    private Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        frontend.get("/v1/slices")
                .get("slices")
                .forEach(slice -> states.put(
                        slice.get("name").asText(), slice.get("state").asText()));
        return states;
    }

    private long completed(String name) {
        for (JsonNode slice : frontend.get("/v1/slices").get("slices")) {
            if (slice.get("name").asText().equals(name)) {
                return slice.get("completed").asLong();
            }
        }
        throw new AssertionError("no slice " + name);
    }
}
