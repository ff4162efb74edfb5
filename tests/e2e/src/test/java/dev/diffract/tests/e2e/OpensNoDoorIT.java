package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.harness.RunningProgram;
import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frontend as a process answers this machine alone, by its own name, until somebody opens it. */
class OpensNoDoorIT {

    @TempDir
    private Path directory;

    @Test
    void untilItIsTold() throws IOException {
        InetAddress outside = outside();
        try (Deployment deployment = Deployment.start(directory, List.of("slice-0"))) {
            FrontendServer closed = deployment.frontendServer();
            int drawing = closed.base().getPort();

            assertThat(raw("127.0.0.1", drawing, "Host: localhost:" + drawing)).startsWith("HTTP/1.1 200 ");
            assertThat(raw("127.0.0.1", drawing, "Host: evil.example"))
                    .startsWith("HTTP/1.1 421 ")
                    .contains("application/problem+json", "diffract.http.hosts");
            for (int port : new int[] {drawing, closed.metrics().getPort()}) {
                assertThatThrownBy(() -> new Socket(outside, port)).isInstanceOf(ConnectException.class);
            }
            assertThat(raw("127.0.0.1", drawing, "X-No-Host: 1")).startsWith("HTTP/1.1 400 ");
            assertThat(closed.program().output()).doesNotContain("nobody is asked for a key", "\tat ", "Exception");

            int slice = deployment.slice("slice-0").grpcPort();
            try (FrontendServer open = FrontendServer.start(
                    "open",
                    deployment.repository(),
                    "slice-0=127.0.0.1:" + slice,
                    directory,
                    "-Dquarkus.http.host=0.0.0.0",
                    "-Ddiffract.http.hosts=pictures.example")) {
                openOnlyWhereItWasOpened(open, outside);
            }
        }
    }

    /** At every address, by the address it is reached at and the names that are configured; health and metrics stay here. */
    private static void openOnlyWhereItWasOpened(FrontendServer open, InetAddress outside) throws IOException {
        String address = outside.getHostAddress();
        int drawing = open.base().getPort();
        assertThat(raw(address, drawing, "Host: " + address + ":" + drawing)).startsWith("HTTP/1.1 200 ");
        assertThat(raw(address, drawing, "Host: pictures.example")).startsWith("HTTP/1.1 200 ");
        assertThat(raw(address, drawing, "Host: evil.example")).startsWith("HTTP/1.1 421 ");
        assertThatThrownBy(() -> new Socket(outside, open.metrics().getPort())).isInstanceOf(ConnectException.class);
        assertThat(open.program().output())
                .containsOnlyOnce("nobody is asked for a key")
                .contains("quarkus.http.host is 0.0.0.0: whoever reaches this port may draw");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diffract.http.origins | *                        | diffract.http.origins: '*' is no origin",
                "diffract.http.origins | null                     | diffract.http.origins: 'null' is no origin",
                "diffract.http.hosts   | https://pictures.example | diffract.http.hosts: 'https://pictures.example' is no host"
            })
    void wrongListsAreOneSentence(String key, String value, String sentence) {
        int[] ports = Programs.freePorts(2);
        Finished ended = fails(ports, "-D" + key + "=" + value);

        assertThat(ended.output()).contains("diffract: " + sentence);
    }

    @Test
    void aTakenManagementPortIsOneSentenceWithItsKey() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Finished ended = fails(new int[] {Programs.freePorts(1)[0], taken.getLocalPort()});

            assertThat(ended.output())
                    .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken; stop what listens there or set"
                            + " quarkus.management.port to another one.");
        }
    }

    private Finished fails(int[] ports, String... more) {
        List<String> properties = new ArrayList<>(Programs.frontendPorts(ports[0], ports[1]));
        properties.add("-Ddiffract.repositories=" + Deployment.buildRepository(directory));
        properties.add("-Ddiffract.slices=a=127.0.0.1:1");
        properties.addAll(List.of(more));
        Finished ended = RunningProgram.start("frontend", Programs.frontend(properties), directory)
                .awaitExit(Duration.ofSeconds(60));
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output()).doesNotContain("Exception", "\tat ");
        return ended;
    }

    private static String raw(String host, int port, String header) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(30_000);
            String request = "GET /v1/models HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** An address by which others reach this machine. */
    private static InetAddress outside() throws IOException {
        Optional<InetAddress> address = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(candidate -> candidate instanceof Inet4Address && !candidate.isLoopbackAddress())
                .findFirst();
        assumeTrue(address.isPresent(), "this machine has no address but loopback's: there is nothing to be closed");
        return address.orElseThrow();
    }
}
