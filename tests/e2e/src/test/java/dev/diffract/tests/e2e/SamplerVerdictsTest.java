package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplerVerdictsTest {

    private static final String DOCUMENT = """
            | Something | Else |
            |---|---|

            | Sampler | PyTorch diffusers | AUTOMATIC1111 |
            |---|--:|--:|
            | Euler | %s | %s |
            | Restart | %s | ≤ 3 (1) |

            | LMS | 1 | 1 |
            """;

    private final SamplerVerdicts verdicts = new SamplerVerdicts();

    @Test
    void theDocumentSaysWhatWasMeasured() {
        measure();
        assertThat(verdicts.pictures()).isEqualTo(4);
        assertThat(verdicts.notIn(DOCUMENT.formatted("≤ 1 (2)", "≤ 1 (1)", "no class")))
                .isEmpty();
        assertThat(verdicts.notIn(DOCUMENT.formatted("≤ 2 (2)", "≤ 1 (1)", "no class")))
                .as("measured on another processor")
                .isEmpty();
    }

    @Test
    void whatItSaysOtherwiseIsNamed() {
        measure();
        verdicts.add("LMS", true, 1, 0);
        assertThat(verdicts.notIn(DOCUMENT.formatted("≤ 3 (2)", "–", "")))
                .containsExactlyInAnyOrder(
                        "Euler, PyTorch diffusers: ≤ 1 (2) instead of '≤ 3 (2)'",
                        "Euler, AUTOMATIC1111: ≤ 1 (1) instead of '–'",
                        "Restart, PyTorch diffusers: why not instead of ''",
                        "LMS, AUTOMATIC1111 has no row");
    }

    private void measure() {
        verdicts.add("Euler", false, 1, 0);
        verdicts.add("Euler, karras", false, 1, 1);
        verdicts.add("Euler Karras", true, 1, 0);
        verdicts.add("Restart", true, 0.9, 3);
    }
}
