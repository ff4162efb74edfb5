package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts and origins can be configured, and what the address of a connection is good for. */
class ListsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.example",
                "https://pictures.example",
                "pictures.example:8080",
                "a b",
                "a/b",
                "[::1",
                ":8080",
                "a:"
            })
    void whatIsNoHostIsRefused(String text) {
        assertThatThrownBy(() -> HostList.of(List.of("pictures.example", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no host: write a name or an address without");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "studio.example",
                "https://",
                "https://*",
                "https://*.example",
                "https://a.example/",
                "https://a.example/b",
                "ftp://a.example",
                "https://a@b",
                "https://a b",
                "https://a:99999"
            })
    void whatIsNoOriginIsRefused(String text) {
        assertThatThrownBy(() -> OriginList.of(List.of("https://studio.example", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no origin: write scheme, host and a port");
    }

    @Test
    void theAddressThatAConnectionCameToIsAHost() {
        HostList hosts = HostList.of(List.of());

        assertThat(hosts.has(authority("192.0.2.7:8080"), Optional.of("192.0.2.7")))
                .isTrue();
        assertThat(hosts.has(authority("192.0.2.8:8080"), Optional.of("192.0.2.7")))
                .isFalse();
        assertThat(hosts.has(authority("[2001:db8::7]"), Optional.of("2001:db8:0:0:0:0:0:7")))
                .isTrue();
        assertThat(hosts.has(authority("192.0.2.7"), Optional.empty())).isFalse();
        assertThat(hosts.has(authority("localhost"), Optional.empty())).isTrue();
    }

    @Test
    void loopbackIsToldFromWhatOnlyLooksLikeIt() {
        assertThat(List.of("localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1", "[::1]"))
                .allMatch(HostList::isLoopback);
        assertThat(List.of("0.0.0.0", "::", "10.0.0.1", "localhost.example", "127.0.0.1.example", "1270.0.0.1"))
                .noneMatch(HostList::isLoopback);
    }

    @Test
    void usualPortsAreTheSameWrittenOrNot() {
        OriginList origins = OriginList.of(List.of("https://studio.example:443", "HTTP://Other.example"));

        assertThat(origins.has("https://studio.example")).isTrue();
        assertThat(origins.has("http://other.example:80")).isTrue();
        assertThat(origins.has("https://other.example")).isFalse();
        assertThat(origins.has("http://studio.example:443")).isFalse();
    }

    private static Authority authority(String text) {
        return Authority.parse(text).orElseThrow();
    }
}
