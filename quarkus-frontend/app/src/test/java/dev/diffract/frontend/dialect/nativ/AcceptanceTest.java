package dev.diffract.frontend.dialect.nativ;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.Allocations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptanceTest {

    private static final List<String> TYPES = List.of("application/json", "image/png");

    @ParameterizedTest
    @ValueSource(strings = {"", ";", ";;;,", "//", ",,/,", "json", "a/b/c", " ; q=1", "=", "\t"})
    void whatIsNoRangeIsPassedOver(String accept) {
        assertThat(new Acceptance(accept).best(TYPES)).contains("application/json");
        assertThat(new Acceptance(accept + ",image/png").best(TYPES)).contains("image/png");
    }

    @Test
    void takesMemoryInProportionToTheHeader() {
        Allocations.areInProportionToTexts(accept -> new Acceptance(accept).best(TYPES));
        Allocations.areInProportionToTexts(accept -> new Acceptance("a/b;" + accept).best(TYPES));
    }

    @Test
    void theMostExactRangeCounts() {
        assertThat(new Acceptance("application/json;q=0, */*;q=0.1").best(TYPES))
                .contains("image/png");
        assertThat(new Acceptance("image/*;q=0.5,application/json;q=x").best(TYPES))
                .contains("application/json");
        assertThat(new Acceptance("text/html").best(TYPES)).isEmpty();
    }
}
