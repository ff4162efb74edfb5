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
        assertThat(Variables.unknown(Set.of("PATH", name)))
                .contains("there is no variable " + name + ": did you mean DIFFRACT_HOME?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DIFFRACT_HOME",
                "DIFFRACT_TRITON_HOME",
                "DIFFRACT_SLICES",
                "DIFFRACT_HTTP_HOSTS",
                "DIFFRACT_SLICES_0_",
                "JAVA_HOME",
                "HOME"
            })
    void whatIsForOthersIsLeftAlone(String name) {
        assertThat(Variables.unknown(Set.of("PATH", name))).isEmpty();
    }

    /** By whatever program: of embedded, too, it may be meant for a server that it does not start. */
    @Test
    void everyMisspeltNameIsTold() {
        assertThat(Variables.unknown(Set.of("DIFFRACT_SLCIES", "DIFFRACT_HOEM", "PATH")))
                .contains("there is no variable DIFFRACT_HOEM: did you mean DIFFRACT_HOME?;"
                        + " there is no variable DIFFRACT_SLCIES: did you mean DIFFRACT_SLICES?");
    }

    /** Kubernetes sets these in every container where a service is called so. */
    @Test
    void whatAClusterSetsForAServiceIsLeftAlone() {
        assertThat(Variables.unknown(Set.of(
                        "DIFFRACT_SERVICE_HOST",
                        "DIFFRACT_SERVICE_PORT",
                        "DIFFRACT_SERVICE_PORT_HTTP",
                        "DIFFRACT_PORT")))
                .isEmpty();
    }

    @Test
    void aKeyIsAVariable() {
        assertThat(Variables.comparable("diffract.intake.least-rate")).isEqualTo("DIFFRACT_INTAKE_LEAST_RATE");
        assertThat(Variables.comparable("diffract.slices[0]")).isEqualTo("DIFFRACT_SLICES_0_");
    }
}
