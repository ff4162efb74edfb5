package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What compose asks a container is run as compose runs it, against a server. */
@SuppressWarnings("unchecked")
class HealthCheckTest extends RenderedPlans {

    /** The management port, whatever the host publishes it as: the other one answers strangers and is full when there are many. */
    @Test
    void theFrontendIsAskedAtItsManagementPort() throws IOException {
        List<RenderedFile> files =
                render(plan("/srv", TWO_ALIKE, "ports: {frontend: 9100, management: 9101}"), Optional.empty());

        for (String file : List.of("compose.yaml", "compose.cpu.yaml")) {
            assertThat(at(yaml(files, file), "services", "frontend", "healthcheck", "test"))
                    .asString()
                    .contains("/dev/tcp/127.0.0.1/8090 ", "GET /q/health/ready HTTP/1.1");
        }
    }

    @Test
    void everyServiceIsAskedHowItIs() throws IOException {
        List<RenderedFile> files = render(plan("/srv", TWO_ALIKE, ""), Optional.empty());

        for (String file : List.of("compose.yaml", "compose.cpu.yaml")) {
            assertThat(((Map<String, Map<String, Object>>) yaml(files, file).get("services")).values())
                    .hasSize(3)
                    .allSatisfy(service -> assertThat(service).containsKey("healthcheck"));
        }
        assertThat(at(yaml(files, "compose.cpu.yaml"), "services", "slice-0", "healthcheck", "test"))
                .asString()
                .contains("/dev/tcp/127.0.0.1/8000 ", "GET /v2/health/ready HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "500, 1", "404, 1"})
    void onlyAnAnswerOf200IsHealthy(int status, int exit) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(run(HealthCheck.of(server.getAddress().getPort(), "/q/health/ready")))
                    .isEqualTo(exit);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyIsNotHealthy() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(run(HealthCheck.of(port, "/q/health/ready"))).isNotZero();
    }

    /** Compose makes one dollar sign of two. */
    private static int run(Map<String, Object> check) throws IOException, InterruptedException {
        List<String> test = (List<String>) check.get("test");
        assertThat(test.get(0)).isEqualTo("CMD");
        Process process = new ProcessBuilder(test.stream()
                        .skip(1)
                        .map(word -> word.replace("$$", "$"))
                        .toList())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
