package dev.diffract.builder.build.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diffract.builder.planning.mig.ComputeCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeakRateTest {

    /** As data sheets state it, at the boost clock they state it for. */
    @ParameterizedTest
    @CsvSource({
        "7.5,  40, 1.590,   65", // T4
        "8.0, 108, 1.410,  312", // A100
        "8.6,  72, 1.695,  125", // A10
        "8.9,  58, 2.040,  121", // L4
        "9.0, 132, 1.830,  989", // H100 SXM
        "10.0, 148, 1.850, 2250", // B200
        "12.0, 188, 2.617, 504" // RTX PRO 6000
    })
    void agreesWithDataSheets(String capability, int multiprocessors, double gigahertz, double teraflops) {
        double peak = PeakRate.of(ComputeCapability.parse(capability), multiprocessors, gigahertz * 1e9)
                .orElseThrow();

        assertThat(peak / 1e12).isEqualTo(teraflops, within(teraflops * 0.005));
    }

    @Test
    void isNotGuessedForUnknownGenerationsOrClocks() {
        assertThat(PeakRate.of(new ComputeCapability(13, 0), 100, 2e9)).isEmpty();
        assertThat(PeakRate.of(new ComputeCapability(9, 0), 132, 0)).isEmpty();
    }
}
