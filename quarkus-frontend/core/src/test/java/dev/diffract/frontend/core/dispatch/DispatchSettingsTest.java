package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DispatchSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new DispatchSettings(Duration.ZERO, 3, SECOND, SECOND))
                .hasMessage("callDeadline must be positive");
        assertThatThrownBy(() -> new DispatchSettings(SECOND, 0, SECOND, SECOND))
                .hasMessage("attempts must be at least 1, was 0");
        assertThatThrownBy(() -> new DispatchSettings(SECOND, 3, SECOND.negated(), SECOND))
                .hasMessage("recoveryGrace must not be negative");
        assertThatThrownBy(() -> new DispatchSettings(SECOND, 3, SECOND, SECOND.negated()))
                .hasMessage("overloadBackoff must not be negative");
    }
}
