package dev.diffract.tests.conformance;

import dev.diffract.tests.harness.EmbeddedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("embedded-server conforms")
class EmbeddedServerConformanceIT extends KServeConformance {

    @Override
    protected ServerUnderTest start(Path repository, Path directory) {
        EmbeddedServer server = EmbeddedServer.start(
                "conformance", repository, directory, "--model-control-mode", "explicit", "--load-model", "*");
        return new ServerUnderTest(
                "127.0.0.1:" + server.grpcPort(),
                server.http("").toString(),
                server.metrics().toString(),
                server::close);
    }
}
