package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerWeightsTest {

    @Test
    void theSmallestNetworkCounts() {
        CallerWeights weights =
                CallerWeights.of(List.of("10.0.0.0/8=2", "10.1.0.0/16=3", "10.1.2.3=0.5", "2001:db8::/33=4", "::1=7"));
        assertThat(weights.applyAsDouble("10.200.0.1")).isEqualTo(2);
        assertThat(weights.applyAsDouble("10.1.200.1")).isEqualTo(3);
        assertThat(weights.applyAsDouble("10.1.2.3")).isEqualTo(0.5);
        assertThat(weights.applyAsDouble("11.1.2.3")).isEqualTo(1);
        assertThat(weights.applyAsDouble("2001:db8:7fff::1")).isEqualTo(4);
        assertThat(weights.applyAsDouble("2001:db8:8000::1")).isEqualTo(1);
        assertThat(weights.applyAsDouble("0:0:0:0:0:0:0:1")).isEqualTo(7);
        assertThat(weights.applyAsDouble("anybody")).isEqualTo(1);
    }

    @Test
    void everythingIsANetworkToo() {
        assertThat(CallerWeights.of(List.of("0.0.0.0/0=5")).applyAsDouble("192.0.2.1"))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/8",
                "10.0.0.0/8=",
                "10.0.0.0/8=0",
                "10.0.0.0/8=-1",
                "10.0.0.0/8=NaN",
                "10.0.0.0/33=2",
                "10.0.0/8=2",
                "10.0.0.256=2",
                "2001:db8::/129=2",
                "2001:db8:::/32=2",
                "localhost=2",
                "=2"
            })
    void whatIsNoNetworkWithAWeightIsRefused(String wrong) {
        assertThat(CallerWeights.faults(List.of("10.0.0.0/8=2", wrong))).containsExactly(wrong);
        assertThatThrownBy(() -> CallerWeights.of(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
    }
}
