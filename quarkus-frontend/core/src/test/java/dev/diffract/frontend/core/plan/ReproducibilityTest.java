package dev.diffract.frontend.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproducibilityTest {

    @ParameterizedTest
    @ValueSource(strings = {"close", "exact", "exact-0123456789ab"})
    void comesBackAsItIsWritten(String label) {
        assertThat(Reproducibility.find(label).map(Reproducibility::label)).contains(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Exact", "exact-", "exact-0123456789AB", "exact-0123456789abc", "exact 0123456789ab"})
    void isNothingElse(String label) {
        assertThat(Reproducibility.find(label)).isEmpty();
    }

    @Test
    void namesWhatDrewOnlyWhereItIsExactAndOpen() {
        Optional<String> drawn = Optional.of("0123456789ab");
        assertThat(Reproducibility.CLOSE.by(drawn)).isEqualTo(Reproducibility.CLOSE);
        assertThat(Reproducibility.EXACT.by(Optional.empty())).isEqualTo(Reproducibility.EXACT);
        assertThat(Reproducibility.EXACT.by(drawn).label()).isEqualTo("exact-0123456789ab");
        Reproducibility named = Reproducibility.EXACT.by(Optional.of("ffffffffffff"));
        assertThat(named.by(drawn)).isEqualTo(named);
        assertThatThrownBy(() -> new Reproducibility(false, drawn)).isInstanceOf(IllegalArgumentException.class);
    }
}
