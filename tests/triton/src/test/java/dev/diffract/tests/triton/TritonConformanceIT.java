package dev.diffract.tests.triton;

import dev.diffract.tests.conformance.KServeConformance;
import dev.diffract.tests.conformance.ServerUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("NVIDIA's tritonserver conforms")
class TritonConformanceIT extends KServeConformance {

    @Override
    protected ServerUnderTest start(Path repository, Path directory) {
        return server(repository, directory);
    }

    static ServerUnderTest server(Path repository, Path directory) {
        TritonServer server = TritonServer.start(
                TritonInstallation.find(), repository, directory, "--model-control-mode=explicit", "--load-model=*");
        return new ServerUnderTest(
                "127.0.0.1:" + server.grpcPort(),
                server.http("").toString(),
                server.metrics().toString(),
                server::close);
    }
}
