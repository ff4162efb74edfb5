package dev.diffract.tests.clients;

import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo model on a slice with a frontend, all as processes, and the frontend's OpenAPI document as a file. */
final class ServedDemo implements AutoCloseable {

    private final EmbeddedServer slice;
    private final FrontendServer frontend;
    private final Path document;

    private ServedDemo(EmbeddedServer slice, FrontendServer frontend, Path document) {
        this.slice = slice;
        this.frontend = frontend;
        this.document = document;
    }

    /** @param directory an empty one */
    static ServedDemo start(Path directory) {
        Path repository = BuiltRepository.of(directory, Programs.demoModel(), directory.resolve("repository"));
        EmbeddedServer slice = EmbeddedServer.start("slice", repository, directory);
        try {
            FrontendServer frontend = FrontendServer.start(
                    "frontend", repository, slice.name() + "=127.0.0.1:" + slice.grpcPort(), directory);
            return new ServedDemo(slice, frontend, saved(frontend.base(), directory));
        } catch (RuntimeException | Error e) {
            slice.close();
            throw e;
        }
    }

    private static Path saved(URI base, Path directory) {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/q/openapi?format=json"))
                    .build();
            byte[] document = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofByteArray())
                    .body();
            return Files.write(directory.resolve("openapi.json"), document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return frontend.base().toString();
    }

    /** OpenAPI, as JSON. */
    Path document() {
        return document;
    }

    /** What the frontend has logged. */
    String log() {
        return frontend.program().output();
    }

    @Override
    public void close() {
        frontend.close();
        slice.close();
    }
}
