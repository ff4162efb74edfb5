package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.TritonChannels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What the library says of real connections is understood. */
class FailedLookIT {

    @Test
    void aServerThatWantsTlsIsToldAsThat() throws Exception {
        try (ServerSocket server = SSLContext.getDefault()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread listens = new Thread(() -> shakeHands(server));
            listens.setDaemon(true);
            listens.start();
            assertThat(reason(server.getLocalPort()))
                    .isEqualTo("What answers there wants TLS; the frontend asks servers without it.");
        }
    }

    @Test
    void whereNothingListensIsToldAsThat() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertThat(reason(port)).isEqualTo("Nothing listens at the server's address.");
    }

    /** Whoever connects is shown that this is TLS by the first bytes that are read. */
    private static void shakeHands(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read();
            } catch (IOException notTls) {
                // as foreseen; or the test is over
            }
        }
    }

    private static String reason(int port) throws Exception {
        TritonInstance instance = new TritonInstance("a", "127.0.0.1:" + port);
        try (TritonChannels channels = new TritonChannels(List.of(instance))) {
            Throwable failure = catchThrowable(() -> new ServerInspector(channels)
                    .look(instance, Set.of(), Duration.ofSeconds(30))
                    .get(60, TimeUnit.SECONDS));
            while (failure instanceof ExecutionException || failure instanceof CompletionException) {
                failure = failure.getCause();
            }
            return FailedLook.snapshot(instance, failure).reason().orElseThrow();
        }
    }
}
