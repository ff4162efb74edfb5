package dev.diffract.frontend.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.InvalidRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureKindTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID, false, false",
        "NOT_FOUND, true, true",
        "OVERLOADED, true, false",
        "DEADLINE, true, true",
        "UNAVAILABLE, true, true",
        "INTERNAL, true, true",
        "CANCELLED, false, false",
    })
    void aKindKnowsWhetherToRetryAndWhomToBlame(FailureKind kind, boolean retryHelps, boolean counts) {
        assertThat(kind.retryHelps()).isEqualTo(retryHelps);
        assertThat(kind.countsAgainstInstance()).isEqualTo(counts);
    }

    @Test
    void anInvalidRequestNamesAllItsFaults() {
        InvalidRequestException exception = new InvalidRequestException(
                List.of(new Fault("/steps", "must be from 1 to 150, was 0"), new Fault("/seed", "must be whole")));
        assertThat(exception).hasMessage("/steps must be from 1 to 150, was 0; /seed must be whole");
        assertThat(exception.faults()).hasSize(2);
        assertThatThrownBy(() -> new InvalidRequestException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
