package dev.diffract.tests.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Diffract relies on in a server of the contract, over gRPC and HTTP. A subclass says how to start one; nothing here
 * knows which server it is. Where releases of Triton differ, each of their answers is accepted, and the test says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KServeConformance {

    private ServerUnderTest server;
    private Clients clients;

    /**
     * Starts a server in explicit control mode and loads every model.
     *
     * @param repository a Triton model repository
     * @param directory for logs
     */
    protected abstract ServerUnderTest start(Path repository, Path directory);

    @BeforeAll
    void startServer(@TempDir Path directory) {
        Path repository = directory.resolve("models");
        ConformanceRepository.write(repository);
        server = start(repository, directory);
        clients = Clients.of(server);
    }

    @AfterAll
    void stopServer() {
        if (clients != null) {
            clients.grpc().close();
        }
        if (server != null) {
            server.stop().run();
        }
    }

    @Nested
    @DisplayName("A server describes itself and its models")
    class Description extends DescriptionKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Inference over gRPC")
    class Inference extends InferenceKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Bad requests over gRPC are answered with a status and a sentence")
    class BadRequests extends BadRequestKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Inference over HTTP")
    class Http extends HttpKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Dynamic batching and queue policy")
    class Batching extends BatchingKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Clients that go away")
    class Cancel extends CancelKit {
        @Override
        Clients clients() {
            return clients;
        }
    }

    @Nested
    @DisplayName("Models are loaded and unloaded on demand")
    class Control extends ControlKit {
        @Override
        Clients clients() {
            return clients;
        }
    }
}
