package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.Status;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever hangs up is nobody's error, whether or not the server below knows already that he did. */
class FailuresTest {

    static Stream<Arguments> departures() {
        return Stream.of(
                        new ClosedChannelException(),
                        new HttpClosedException("Connection was closed"),
                        new StreamResetException(8),
                        new VertxException("Connection was closed"),
                        new IOException("Connection was closed"))
                .flatMap(departure -> Stream.of(
                        departure,
                        new CompletionException(departure),
                        new IllegalStateException("while writing", new IOException(departure))))
                .map(failure -> arguments(failure));
    }

    /** Nothing is asked of the request, which may not know it. */
    @ParameterizedTest
    @MethodSource("departures")
    void whoHangsUpIsNobodysError(Throwable failure) {
        Failures failures = new Failures(new Dialects(List.of()));

        assertThat(failures.failed(failure, null).getStatus()).isEqualTo(400);
    }

    @Test
    void whatHappensOnConnectionsToSlicesIsNoDeparture() {
        Status unavailable = Status.UNAVAILABLE.withCause(new ClosedChannelException());

        assertThat(ClientFaults.hungUp(unavailable.asRuntimeException())).isFalse();
        assertThat(ClientFaults.hungUp(new CompletionException(unavailable.asException())))
                .isFalse();
    }

    @Test
    void whatIsNoDepartureIsNone() {
        for (Throwable failure : new Throwable[] {
            new IOException("No space left on device"), new IllegalStateException("Connection"), new VertxException("?")
        }) {
            assertThat(ClientFaults.hungUp(failure)).as(failure.toString()).isFalse();
        }
    }
}
