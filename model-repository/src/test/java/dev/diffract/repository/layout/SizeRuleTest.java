package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;

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
}
