package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "pictures.example"})
    void anOpenDoorIsSaidWithItsKey(String host) {
        assertThat(Doors.warning("quarkus.http.host", host, "may draw"))
                .contains("quarkus.http.host is " + host
                        + ": whoever reaches this port may draw, because nobody is asked for a key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void loopbackIsNoOpenDoor(String host) {
        assertThat(Doors.warning("quarkus.http.host", host, "may draw")).isEmpty();
    }

    @Test
    void everyAddressIsNoName() {
        assertThat(Doors.isWildcard("0.0.0.0")).isTrue();
        assertThat(Doors.isWildcard("::")).isTrue();
        assertThat(Doors.isWildcard("192.0.2.7")).isFalse();
    }
}
