package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts may look like anything that infotexts are made of. */
class WrittenPromptsTest {

    private static final List<String> PROMPTS = List.of(
            "",
            "a",
            "a\nNegative prompt: b",
            "Negative prompt: b",
            "Negative prompt: b\n",
            "a\nNegative prompt:\nNegative prompt: c\n\nd",
            "a\r\nNegative prompt: b\r\nc",
            "Negative prompt:",
            "a\nSteps: 20, Seed: 1, CFG scale: 7\nNegative prompt: b");

    @Test
    void comeBackAsTheyWereDrawn() {
        for (String prompt : PROMPTS) {
            for (String negative : PROMPTS) {
                GenerationRequest request = GenerationRequest.builder()
                        .prompt(prompt)
                        .negativePrompt(negative)
                        .noise(TestRequests.seed(1L))
                        .build();
                RestoredRequest restored = InfotextReader.read(Infotext.of(TestPlans.of(request), 0, "1"));
                assertThat(restored.request().prompt().text())
                        .as("%s, %s", prompt, negative)
                        .isEqualTo(prompt);
                assertThat(
                                restored.request().prompt().negative() == null
                                        ? ""
                                        : restored.request().prompt().negative())
                        .as("%s, %s", prompt, negative)
                        .isEqualTo(negative);
                assertThat(restored.others()).doesNotContainKey("Prompt lines");
            }
        }
    }

    /** There such a line ends the prompt, whatever a parameter says. */
    @Test
    void ofOtherProgramsAreReadAsTheyRead() {
        RestoredRequest restored =
                InfotextReader.read("a\nNegative prompt: b\nSteps: 20, Seed: 1, CFG scale: 7, Prompt lines: 2");
        assertThat(restored.request().prompt().text()).isEqualTo("a");
        assertThat(restored.request().prompt().negative()).isEqualTo("b");
        assertThat(restored.others()).containsEntry("Prompt lines", "2");
    }
}
