package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.testing.TestRepository;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailedLookTest {

    private static final TritonInstance INSTANCE = new TritonInstance("a", "host:1");

    /** Something else is to be done about each. */
    @ParameterizedTest
    @MethodSource("unreached")
    void whyAServerIsNotReachedIsToldByItsKind(Throwable cause, String sentence) {
        InstanceSnapshot seen = FailedLook.snapshot(
                INSTANCE,
                Status.UNAVAILABLE
                        .withDescription("io exception")
                        .withCause(cause)
                        .asRuntimeException());
        assertThat(seen.reason()).contains(sentence);
        assertThat(seen.isLostFor(TestRepository.manifest())).isTrue();
    }

    static Stream<Arguments> unreached() {
        return Stream.of(
                Arguments.of(
                        new IllegalStateException(new UnknownHostException("gpu-7")),
                        "The server's host is not known by its name."),
                Arguments.of(
                        new ConnectException("finishConnect(..) failed: Connection refused: host/10.0.0.1:8001"),
                        "Nothing listens at the server's address."),
                Arguments.of(new ConnectException("connection timed out"), "The server cannot be reached."),
                Arguments.of(new NoRouteToHostException("No route to host"), "The server cannot be reached."),
                Arguments.of(new IOException("Connection reset by peer"), "The connection to the server broke."));
    }

    /** Waiting does not make one of it, and nobody is kept waiting. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNIMPLEMENTED|HTTP status code 404",
                "INTERNAL|http2 exception",
                "UNKNOWN|HTTP status code 200\ninvalid content-type: text/html"
            })
    void whatIsNoInferenceServerIsNotWaitedFor(String told) {
        Status status = Status.fromCode(Status.Code.valueOf(told.substring(0, told.indexOf('|'))))
                .withDescription(told.substring(told.indexOf('|') + 1));
        InstanceSnapshot seen = FailedLook.snapshot(INSTANCE, status.asRuntimeException());
        assertThat(seen.reason()).contains("What answers there is no inference server.");
        assertThat(seen.isLostFor(TestRepository.manifest())).isTrue();
    }
}
