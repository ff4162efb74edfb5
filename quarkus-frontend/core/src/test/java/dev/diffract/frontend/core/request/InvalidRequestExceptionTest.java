package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidRequestExceptionTest {

    @Test
    void anInvalidRequestNamesAllItsFaults() {
        InvalidRequestException exception = new InvalidRequestException(
                List.of(new Fault(Field.STEPS, new Rule.Whole(1, 150, 0)), new Fault(Field.SEED, new Rule.Seed(-2))));
        assertThat(exception).hasMessage("wrong fields: [STEPS, SEED]");
        assertThat(exception.faults()).hasSize(2);
        assertThatThrownBy(() -> new InvalidRequestException(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** What was given may be a prompt, and messages end up in logs. */
    @Test
    void itsMessageRepeatsNothingThatWasGiven() {
        InvalidRequestException exception = new InvalidRequestException(
                List.of(new Fault(Field.SAMPLER, new Rule.OneOf(List.of("DDIM"), "a secret"))));
        assertThat(exception.getMessage()).doesNotContain("secret");
    }
}
