package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineMemoryTest {

    private static final EngineTarget TARGET =
            new EngineTarget("H100-80GB", "1g.10gb", "9.0", 16, 10_468_982_784L, "10.15.1", "13.0", Optional.empty());

    @Test
    void anEngineTakesItsFileAndItsContexts() {
        EngineRecord engine = new EngineRecord(
                "key", "sha256:0", List.of(), 1 << 20, 3, 60, Optional.empty(), 150_000_000, List.of());
        EngineMemory memory = EngineMemory.of(TARGET, engine, 2_000_000_000);

        assertThat(memory.text()).isEqualTo("takes=2150000000 of=10468982784 gpu=H100-80GB profile=1g.10gb");
        assertThat(EngineMemory.parse(memory.text())).contains(memory);
    }

    @Test
    void slicesOfAKindAreOfOneGpuAndProfile() {
        assertThat(new EngineMemory(1, 2, "H100-80GB", "1g.10gb").isOn(TARGET)).isTrue();
        assertThat(new EngineMemory(1, 2, "H100-80GB", "3g.40gb").isOn(TARGET)).isFalse();
        assertThat(new EngineMemory(1, 2, "A100-80GB", "1g.10gb").isOn(TARGET)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "takes=1",
                "takes=1 of=2 gpu=A30",
                "takes=1 of=2 profile=1g.6gb gpu=A30",
                "takes=1 of=2 gpu=A30 profile=1g.6gb more=1",
                "takes=-1 of=2 gpu=A30 profile=1g.6gb",
                "takes=1 of=0 gpu=A30 profile=1g.6gb",
                "takes=one of=2 gpu=A30 profile=1g.6gb",
                "takes=1125899906842625 of=2 gpu=A30 profile=1g.6gb",
                "takes=1 of=99999999999999999999 gpu=A30 profile=1g.6gb"
            })
    void whatCannotBeReadIsNotTold(String text) {
        assertThat(EngineMemory.parse(text)).isEmpty();
        assertThat(EngineMemory.parse("takes=1 of=2 gpu=A30 profile=" + "1".repeat(1000)))
                .isEmpty();
    }

    @Test
    void noEngineTakesLessThanNothing() {
        assertThatThrownBy(() -> new EngineMemory(-1, 2, "A30", "1g.6gb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 of 2 bytes");
    }
}
