package dev.diffract.frontend.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID, false, false",
        "NOT_FOUND, true, true",
        "OVERLOADED, true, false",
        "EXPIRED, true, false",
        "DEADLINE, true, true",
        "UNAVAILABLE, true, true",
        "INTERNAL, true, true",
        "NOT_FINITE, true, false",
        "CANCELLED, false, false",
    })
    void aKindKnowsWhetherToRetryAndWhomToBlame(FailureKind kind, boolean retryHelps, boolean counts) {
        assertThat(kind.retryHelps()).isEqualTo(retryHelps);
        assertThat(kind.countsAgainstInstance()).isEqualTo(counts);
    }
}
