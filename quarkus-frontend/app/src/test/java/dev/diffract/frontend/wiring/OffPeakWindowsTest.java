package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.OffPeak;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffPeakWindowsTest {

    @Test
    void areReadWithTheirTimeZones() {
        OffPeak night = OffPeakWindows.of(List.of("22:00-06:00 Asia/Shanghai", " 12:00-13:30 UTC"));
        assertThat(night.has(Instant.parse("2026-01-01T14:00:00Z"))).isTrue();
        assertThat(night.has(Instant.parse("2026-01-01T13:59:59Z"))).isFalse();
        assertThat(night.has(Instant.parse("2026-01-01T21:59:59Z"))).isTrue();
        assertThat(night.has(Instant.parse("2026-01-01T22:00:00Z"))).isFalse();
        assertThat(night.has(Instant.parse("2026-01-01T13:29:59Z"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22:00-06:00",
                "22:00-22:00 UTC",
                "24:00-06:00 UTC",
                "22:60-06:00 UTC",
                "22-6 UTC",
                "22:00-06:00 Mars",
                ""
            })
    void whatIsNoneIsTold(String wrong) {
        assertThat(OffPeakWindows.faults(List.of("22:00-06:00 UTC", wrong))).containsExactly(wrong);
    }
}
