package dev.diffract.tests.triton;

import dev.diffract.tests.conformance.SameAnswers;
import dev.diffract.tests.conformance.ServerUnderTest;
import dev.diffract.tests.harness.EmbeddedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;

@DisplayName("embedded-server answers as NVIDIA's tritonserver does")
class EmbeddedServerFollowsTritonIT extends SameAnswers {

    @Override
    protected Map<String, String> differences() {
        String parser = "what a JSON parser says about broken text is its own";
        String rawBody =
                "a body without a JSON header, which Triton takes for the bytes of a model's one input, is refused";
        return Map.of(
                "HTTP: malformed JSON", parser,
                "HTTP: no JSON at all", parser,
                "HTTP: an empty body", rawBody,
                "HTTP: a header length of zero", rawBody,
                "HTTP: a header length that is no number", rawBody);
    }

    @Override
    protected ServerUnderTest startReference(Path repository, Path directory) {
        return TritonConformanceIT.server(repository, directory);
    }

    @Override
    protected ServerUnderTest start(Path repository, Path directory) {
        EmbeddedServer server = EmbeddedServer.start(
                "embedded", repository, directory, "--model-control-mode", "explicit", "--load-model", "*");
        return new ServerUnderTest(
                "127.0.0.1:" + server.grpcPort(),
                server.http("").toString(),
                server.metrics().toString(),
                server::close);
    }
}
