package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.layout.Manifest.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeRuleTest {

    @Test
    void howOftenModelsHalveASideChangesNoSize() {
        SizeRule rule = new SizeRule(16, 64, 256);
        SizeRule halved = rule.halving(4);
        assertThat(rule.halvings()).isEmpty();
        assertThat(halved.halvings()).contains(4);
        assertThat(halved.text()).isEqualTo(rule.text()).isEqualTo("multiples of 16 from 64 to 256");
        assertThat(halved.allows(80, 112)).isTrue();
        assertThat(halved.allows(136, 112)).isFalse();
    }

    @Test
    void halvingsAreThereWhereTheyAreTheReason() {
        SizeRule rule = new SizeRule(64, 64, 512);
        assertThat(rule.halving(6).reason()).contains(SizeReason.HALVINGS);
        assertThat(rule.halving(6).because(SizeReason.ENGINES).halvings()).isEmpty();
        assertThatThrownBy(() -> rule.because(SizeReason.HALVINGS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("halvings are missing, expected them where the reason is halvings and nowhere else");
    }

    @Test
    void theOneSizeOfFixedGraphsIsListed() {
        SizeRule fixed = new SizeRule(512, 512, 512);
        assertThat(fixed.sizes()).containsExactly(new Size(512, 512));
        assertThat(fixed.text()).isEqualTo("512x512");
        assertThat(new SizeRule(64, 64, 512).sizes()).isEmpty();
        assertThat(new SizeRule(64, 64, 512, List.of(new Size(64, 128))).sizes())
                .containsExactly(new Size(64, 128));
    }
}
