package dev.diffract.frontend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.usage.UsageSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageAddressesTest {

    @Test
    void hostsPathsAndLabelsAreOptional() {
        assertThat(UsageAddresses.parseAll(
                        List.of(
                                "a=localhost:8002",
                                " *=:8002",
                                "a=node1:9400/all/metrics?gpu=0&GPU_I_ID=3",
                                "v6=[::1]:8002"),
                        Set.of("a", "v6")))
                .containsExactly(
                        new UsageSource(Optional.of("a"), Optional.of("localhost"), 8002, "/metrics", Map.of()),
                        new UsageSource(Optional.empty(), Optional.empty(), 8002, "/metrics", Map.of()),
                        new UsageSource(
                                Optional.of("a"),
                                Optional.of("node1"),
                                9400,
                                "/all/metrics",
                                Map.of("gpu", "0", "GPU_I_ID", "3")),
                        new UsageSource(Optional.of("v6"), Optional.of("[::1]"), 8002, "/metrics", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8002",
                "a=",
                "a=localhost",
                "a=localhost:0",
                "a=localhost:65536",
                "a=localhost:http",
                "a=http://localhost:8002",
                "a=user@localhost:8002",
                "a=local host:8002",
                "a=localhost:8002?gpu",
                "=localhost:8002"
            })
    void mistakesGetASentence(String text) {
        assertThatThrownBy(() -> UsageAddresses.parseAll(List.of(text), Set.of("a")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessageStartingWith("diffract.usage: '" + text + "' is no address; write slice=host:port");
    }

    @Test
    void aSliceThatIsNotThereIsAMistake() {
        assertThatThrownBy(() -> UsageAddresses.parseAll(List.of("b=localhost:8002"), Set.of("a")))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("diffract.usage: there is no slice 'b'; there are a.");
        assertThat(UsageAddresses.parseAll(List.of("b=localhost:8002"), Set.of()))
                .as("where slices come and go")
                .hasSize(1);
    }
}
