package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.diffract.tests.e2e.Examples.Example;
import dev.diffract.tests.e2e.picture.PictureReader;
import dev.diffract.tests.harness.Interrupts;
import dev.diffract.tests.harness.Metrics;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as a newcomer types it. */
class DemoCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern HEALTH_AND_METRICS = Pattern.compile("Health: +(\\S+), metrics: (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void drawsOnePictureAndEnds() throws IOException {
        Example example = Examples.read().get(0);
        Finished demo = demo("--once", "--prompt", example.prompt(), "--seed", Long.toString(example.seed()));
        assertThat(demo.exitCode()).as(demo.output()).isZero();
        example.mustBeSeenIn(PictureReader.of(Programs.demoModel())
                .read(Frontend.picture(Files.readAllBytes(directory.resolve("diffract-demo.png")))));
        assertThat(demo.output()).contains("diffract-demo.png").doesNotContain("Exception");
    }

    @Test
    void servesUntilItIsInterruptedAndLeavesNoProcess() {
        int port = Programs.freePorts(1)[0];
        RunningProgram demo = start("--slices", "3", "--port", Integer.toString(port));
        URI page = URI.create("http://127.0.0.1:" + port + "/");
        demo.awaitOutput("Page:  ");
        demo.awaitHttpOk(page);
        List<URI> operations = HEALTH_AND_METRICS
                .matcher(demo.output())
                .results()
                .flatMap(line -> Stream.of(URI.create(line.group(1)), URI.create(line.group(2))))
                .toList();
        assertThat(operations).extracting(URI::getPath).containsExactly("/q/health", "/q/metrics");
        operations.forEach(demo::awaitHttpOk);
        assertThat(new Frontend(page).get("/v1/slices").get("slices")).hasSize(3);
        List<ProcessHandle> children = demo.handle().descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(4);

        // SIGTERM takes the same way as Ctrl-C; SIGINT may be ignored where tests run in the background.
        signal("TERM", demo.handle());

        demo.awaitExit(PATIENCE);
        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void whoWaitsIsAnsweredBeforeItEnds() {
        endsInGoodOrder(demo -> signal("TERM", demo.handle()));
    }

    /** As a terminal does it: its slices hear of it as soon as the demo, and are drawn on to the end all the same. */
    @Test
    void whoWaitsIsAnsweredWhenAllOfItIsInterrupted() throws IOException {
        assumeFalse(Interrupts.areIgnored(), Interrupts.IGNORED);
        endsInGoodOrder(demo -> {
            List<ProcessHandle> children = demo.handle().descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(3);
            children.forEach(child -> signal("INT", child));
            signal("INT", demo.handle());
        });
    }

    private void endsInGoodOrder(Consumer<RunningProgram> end) {
        int port = Programs.freePorts(1)[0];
        RunningProgram demo = start("--port", Integer.toString(port));
        demo.awaitOutput("Page:  ");
        Matcher operations = HEALTH_AND_METRICS.matcher(demo.output());
        assertThat(operations.find()).isTrue();
        Metrics counted = new Metrics(URI.create(operations.group(2)));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"a red circle\",\"steps\":150,\"count\":16}"))
                .build();
        CompletableFuture<HttpResponse<String>> waiting =
                HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
        await().untilAsserted(() ->
                assertThat(counted.sum("diffract_generations_active")).isOne());

        end.accept(demo);

        HttpResponse<String> answer = waiting.join();
        if (answer.statusCode() != 200) { // it has taken longer than the grace
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"stopping\"");
        }
        demo.awaitExit(PATIENCE);
    }

    @Test
    void leavesNoProcessEvenWhenItIsKilled() {
        int port = Programs.freePorts(1)[0];
        RunningProgram demo = start("--port", Integer.toString(port));
        demo.awaitOutput("diffract-demo.png");
        List<ProcessHandle> children = demo.handle().descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(3);
        demo.kill();
        await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aTakenPortIsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finished demo = demo("--once", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(demo.exitCode()).isNotZero();
            assertThat(demo.output())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .doesNotContain("Exception", "\tat ");
            assertThat(directory.resolve("diffract-demo.png")).doesNotExist();
        }
    }

    @Test
    void anOldJavaIsOneSentence() throws IOException {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.22\" 2024-01-16' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Finished demo = RunningProgram.start(
                        "demo",
                        command("--once"),
                        directory,
                        Map.of("JAVA_HOME", directory.resolve("jdk").toString()))
                .awaitExit(PATIENCE);
        assertThat(demo.exitCode()).isNotZero();
        assertThat(demo.output().strip().lines()).singleElement().asString().contains("11.0.22", "17");
    }

    private Finished demo(String... arguments) {
        return start(arguments).awaitExit(PATIENCE);
    }

    private RunningProgram start(String... arguments) {
        return RunningProgram.start(
                "demo", command(arguments), directory, Map.of("JAVA_HOME", System.getProperty("java.home")));
    }

    private static List<String> command(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Programs.home().resolve("diffract").toString(), "demo"));
        boolean port = Stream.of(arguments).anyMatch("--port"::equals);
        if (!port) {
            command.addAll(List.of("--port", Integer.toString(Programs.freePorts(1)[0])));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static void signal(String name, ProcessHandle program) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(program.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
