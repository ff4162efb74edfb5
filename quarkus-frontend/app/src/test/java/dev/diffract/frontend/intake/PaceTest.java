package dev.diffract.frontend.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private final Pace pace = new Pace(Duration.ofSeconds(10), 1000);

    /** Seconds since the beginning and since the last byte, bytes, seconds left. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 10",
        "4, 0, 0, 6",
        "4, 4, 0, 6",
        "9, 0, 1, 1.001",
        "30, 0, 1, -19.999",
        "30, 0, 25000, 5",
        "30, 0, 90000000000, 10",
        "30, 3, 90000000000, 7",
        "30, 10, 90000000000, 0",
    })
    void neitherSilenceNorATrickleGoesOn(long begun, long last, long received, double left) {
        assertThat(pace.left(Duration.ofSeconds(begun), Duration.ofSeconds(last), received))
                .isEqualTo(Duration.ofMillis(Math.round(left * 1000)));
    }
}
