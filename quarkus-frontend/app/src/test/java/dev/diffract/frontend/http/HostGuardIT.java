package dev.diffract.frontend.http;

import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.management;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.LoggedFaults;
import dev.diffract.frontend.testing.RawExchange;
import dev.diffract.frontend.testing.RawHttp2;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that somebody else made lead here is not answered to. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class HostGuardIT {

    private static final String MODELS = "GET /v1/models HTTP/1.1";

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LocalHost:1",
                "localhost.",
                "127.0.0.1:8080",
                "127.1.2.3",
                "[::1]",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]:8080"
            })
    void loopbackIsAnsweredByAnyOfItsNames(String host) throws IOException {
        assertThat(ask("Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.0.2.1:8080",
                "[2001:db8::1]:8080",
                "localhost,evil.example"
            })
    void anyOtherNameIsRefused(String host) throws IOException {
        RawExchange refused = ask("Host: " + host);

        assertThat(refused.status()).isEqualTo(421);
        assertThat(refused.headers()).contains("content-type: application/problem+json");
        assertThat(refused.body()).contains("\"code\":\"unknown_host\"", "diffract.http.hosts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example#localhost", "localhost@evil.example", "[::1", "localhost:99999", "localhost/evil"})
    void whatIsNoHostIsNoRequest(String host) throws IOException {
        try (LoggedFaults log = new LoggedFaults()) {
            assertThat(ask("Host: " + host).status()).isEqualTo(400);
            assertThat(log.causes()).isEmpty();
        }
    }

    @Test
    void aRequestThatNamesNoHostOrTwoIsRefused() throws IOException {
        try (LoggedFaults log = new LoggedFaults()) {
            for (List<String> hosts :
                    List.of(List.<String>of(), List.of("Host: localhost", "Host: localhost"), List.of("Host:"))) {
                RawExchange refused = ask(hosts.toArray(String[]::new));

                assertThat(refused.status()).as("%s", hosts).isIn(400, 421);
            }
            assertThat(log.causes()).isEmpty();
        }
    }

    @Test
    void theRuleHoldsAtEveryAddress() throws IOException {
        for (String path : List.of("/", "/style.css", "/q/openapi", "/q/swagger-ui/", "/nothing")) {
            RawExchange refused =
                    RawExchange.send(address, List.of("GET " + path + " HTTP/1.1", "Host: evil.example"), "");

            assertThat(refused.status()).as(path).isEqualTo(421);
            assertThat(refused.body()).contains("diffract.http.hosts");
        }
    }

    /** As proxies are asked; the header does not count then. */
    @Test
    void ofAWholeAddressItIsTheHostThere() throws IOException {
        assertThat(whole("http://evil.example/v1/models", "localhost").status()).isEqualTo(421);
        assertThat(whole("HTTP://evil.example:80/v1/models", "localhost").status())
                .isEqualTo(421);
        assertThat(whole("http://localhost@evil.example/v1/models", "localhost").status())
                .isEqualTo(421);
        assertThat(whole("http://evil.example?/v1/models", "localhost").status())
                .isEqualTo(421);
        RawExchange asked = whole("http://localhost:8080/v1/models?a=http://evil.example/", "evil.example");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("\"models\"");
        assertThat(RawExchange.send(
                                address,
                                List.of("GET /v1/models?a=http://evil.example/ HTTP/1.1", "Host: localhost"),
                                "")
                        .status())
                .isEqualTo(200);
    }

    /** A page is of the host that it asks, by whatever header: another one is none of its business. */
    @Test
    void pagesOfTheHeadersHostAreOfAnotherSiteThen() throws IOException {
        assertThat(post("http://localhost:1/v1/nothing", "evil.example", "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(post("http://localhost:1/v1/nothing", "evil.example", "Origin: http://localhost:1")
                        .status())
                .isEqualTo(404);
    }

    private RawExchange whole(String uri, String host) throws IOException {
        return RawExchange.send(address, List.of("GET " + uri + " HTTP/1.1", "Host: " + host), "");
    }

    private RawExchange post(String uri, String host, String header) throws IOException {
        return RawExchange.send(address, List.of("POST " + uri + " HTTP/1.1", "Host: " + host, header), "");
    }

    /** Where a proxy is not to be believed, what it says is not asked. */
    @Test
    void aForwardedHostChangesNothing() throws IOException {
        assertThat(ask("Host: localhost", "X-Forwarded-Host: evil.example").status())
                .isEqualTo(200);
        assertThat(ask("Host: evil.example", "X-Forwarded-Host: localhost").status())
                .isEqualTo(421);
    }

    @Test
    void overHttp2ItIsTheAuthority() throws IOException {
        try (RawHttp2 connection = new RawHttp2(address)) {
            connection.get(1, "evil.example", "");
            assertThat(connection.await(RawHttp2.HEADERS).hasStatus(421)).isTrue();

            connection.get(3, "localhost:8080", "");
            assertThat(connection.await(RawHttp2.HEADERS).isOk()).isTrue();
        }
    }

    /** Whoever looks after many frontends asks them by whatever name they have there. */
    @Test
    void healthAndMetricsAreOutsideTheList() throws IOException {
        URI management = management();

        assertThat(managed("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(RawExchange.send(
                                management, List.of("GET /q/health/live HTTP/1.1", "Host: pod-7.frontend.svc:8090"), "")
                        .status())
                .isEqualTo(200);
    }

    private RawExchange ask(String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(MODELS));
        lines.addAll(List.of(headers));
        return RawExchange.send(address, lines, "");
    }
}
