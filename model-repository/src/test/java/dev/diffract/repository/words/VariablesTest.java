package dev.diffract.repository.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIFFRACT_HOM",
                "DIFFRACT_HOEM",
                "DIFFRACT_HOMES",
                "DIFRACT_HOME",
                "DIFFRACTS_HOME",
                "diffract_hom"
            })
    void whatIsNearlyTheHomeIsTold(String name) {
        assertThat(Variables.misspelt(Set.of("PATH", name)))
                .contains("there is no variable " + name + ": did you mean DIFFRACT_HOME?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIFFRACT_HOME",
                "DIFFRACT_TRITON_HOME",
                "DIFFRACT_SLICES",
                "DIFFRACT_HTTP_HOSTS",
                "JAVA_HOME",
                "HOME"
            })
    void whatIsForOthersIsLeftAlone(String name) {
        assertThat(Variables.misspelt(Set.of("PATH", name))).isEmpty();
    }

    @Test
    void aKeyIsAVariable() {
        assertThat(Variables.comparable("diffract.intake.least-rate")).isEqualTo("DIFFRACT_INTAKE_LEAST_RATE");
        assertThat(Variables.comparable("diffract.slices[0]")).isEqualTo("DIFFRACT_SLICES_0_");
    }
}
