package dev.diffract.tests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Who looks after a frontend's slices. */
public final class Operator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FrontendServer frontend;
    private final Path directory;

    /** @param directory where the logs go of what it runs */
    public Operator(FrontendServer frontend, Path directory) {
        this.frontend = frontend;
        this.directory = directory;
    }

    /** Has {@code diffract fleet} run to its end with these words, as a process of its own. */
    public Finished fleet(String... words) {
        String[] all = Stream.of(
                        Stream.of("fleet"),
                        Stream.of(words),
                        Stream.of("--at", frontend.metrics().getAuthority()))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return RunningProgram.run("fleet", Programs.builder(all), directory);
    }

    /** The fleet as the management port tells it. */
    public JsonNode status() {
        HttpRequest request = HttpRequest.newBuilder(frontend.metrics().resolve("/admin/fleet"))
                .build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where the latest switch of a model is; empty before the first one. */
    public String phase() {
        return status().path("switch").path("phase").asText();
    }
}
