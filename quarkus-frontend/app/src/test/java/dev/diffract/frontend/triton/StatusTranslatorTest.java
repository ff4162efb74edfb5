package dev.diffract.frontend.triton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.inference.FailureKind;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTranslatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNAVAILABLE | Exceeds maximum queue size | OVERLOADED",
                "UNAVAILABLE | Request timeout expired | EXPIRED",
                "UNAVAILABLE | Server is stopping, scheduler for model has stopped accepting new inference requests | DRAINING",
                "UNAVAILABLE | Request for unknown model: 'unet' version 1 is not at ready state | DRAINING",
                "UNAVAILABLE | Server exiting | DRAINING",
                "UNAVAILABLE | Server not ready | DRAINING",
                "NOT_FOUND | Request for unknown model: 'decode_image' has no available versions | DRAINING",
                "UNAVAILABLE | io exception | UNAVAILABLE",
                "UNAVAILABLE | Network closed for unknown reason | LOST",
                "UNAVAILABLE | Keepalive failed. The connection is likely gone | LOST",
                "INVALID_ARGUMENT | [request id: <id_unknown>] unexpected shape for input 'sample' | INVALID",
                "INVALID_ARGUMENT | Request for unknown model: 'unet' is not found | NOT_FOUND",
                "NOT_FOUND | Request for unknown model: 'unet' is not found | NOT_FOUND",
                "UNIMPLEMENTED | Method not found | NOT_FOUND",
                "DEADLINE_EXCEEDED | deadline exceeded after 1s | DEADLINE",
                "INTERNAL | failed to run: CUDA error | INTERNAL",
                "INTERNAL | RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR | LOST",
                "RESOURCE_EXHAUSTED | too many requests | OVERLOADED",
                "RESOURCE_EXHAUSTED | gRPC message exceeds maximum size 4194304: 6291456 | INTERNAL",
                "CANCELLED | request cancelled | UNAVAILABLE",
                "UNKNOWN | | INTERNAL"
            })
    void tellsApartWhatOneStatusMeans(Status.Code code, String text, FailureKind kind) {
        assertThat(StatusTranslator.kind(
                        Status.fromCode(code).withDescription(text).asRuntimeException()))
                .isEqualTo(kind);
    }

    @Test
    void ownCancellationIsNobodysFault() {
        assertThat(StatusTranslator.kind(new CancellationException())).isEqualTo(FailureKind.CANCELLED);
    }

    @Test
    void aLostConnectionIsNamedByItsCause() {
        Throwable failure = Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(new ConnectException("Connection refused: localhost:8001"))
                .asRuntimeException();

        assertThat(StatusTranslator.sentence(failure)).isEqualTo("no connection (Connection refused: localhost:8001)");
    }

    /** As it was with a server that is killed under a call, and one that is not there. */
    @Test
    void aConnectionThatBreaksUnderACallIsNotOneThatNeverWas() {
        assertThat(StatusTranslator.kind(caused(new IOException("Connection reset by peer"))))
                .isEqualTo(FailureKind.LOST);
        assertThat(StatusTranslator.sentence(caused(new IOException("Connection reset by peer"))))
                .isEqualTo("the connection broke (Connection reset by peer)");
        assertThat(List.of(new ConnectException("refused"), new NoRouteToHostException(), new UnknownHostException()))
                .extracting(cause -> StatusTranslator.kind(caused(cause)))
                .containsOnly(FailureKind.UNAVAILABLE);
    }

    private static Throwable caused(Throwable cause) {
        return Status.UNAVAILABLE
                .withDescription("io exception")
                .withCause(cause)
                .asRuntimeException();
    }

    @Test
    void longTextsOfServersAreCutToOneLine() {
        String sentence = StatusTranslator.sentence(
                Status.INTERNAL.withDescription("a\nb " + "x".repeat(1000)).asRuntimeException());

        assertThat(sentence).startsWith("a b xxx").endsWith(" …").hasSize(302);
    }
}
