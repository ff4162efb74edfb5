package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What AUTOMATIC1111 makes of the same prompts. */
class PromptScheduleTest {

    private static final int STEPS = 10;

    @Test
    void changesAtAStep() {
        scheduled("test", 10, "test");
        scheduled("a [b:3]", 3, "a ", 10, "a b");
        scheduled("a [b: 3]", 3, "a ", 10, "a b");
        scheduled("a [b::3]", 3, "a b", 10, "a ");
        scheduled("a [b : c : 1] d", 1, "a b  d", 10, "a  c  d");
        scheduled("[a:b:0]", 10, "b");
        scheduled("[a:b:99]", 10, "a");
    }

    @Test
    void changesAfterAShareOfTheSteps() {
        scheduled("a [b:.5] c", 5, "a  c", 10, "a b c");
        scheduled("[a:b:0.5]", 5, "a", 10, "b");
        scheduled("[a:b:0.29]", 2, "a", 10, "b");
        scheduled("[a:b:1.0]", 10, "a");
    }

    @Test
    void nests() {
        scheduled("a [[[b]]:2]", 2, "a ", 10, "a [[b]]");
        scheduled("[(a:2):3]", 3, "", 10, "(a:2)");
        scheduled("a[b:[c:d:2]:1]e", 1, "abe", 2, "ace", 10, "ade");
        scheduled("([a:b:4]:1.2)", 4, "(a:1.2)", 10, "(b:1.2)");
    }

    @Test
    void otherBracketsStayAsTheyAre() {
        scheduled("a [unbalanced", 10, "a [unbalanced");
        scheduled("((a][:b:c [d:3]", 3, "((a][:b:c ", 10, "((a][:b:c d");
        scheduled("[a] [b:c] [d:e:f]", 10, "[a] [b:c] [d:e:f]");
        scheduled("[a:b:c:0.5]", 10, "[a:b:c:0.5]");
        scheduled("\\[a:b:0.5\\] \\\\", 10, "\\[a:b:0.5\\] \\\\");
        scheduled("[a\\:b:c:0.5]", 5, "a\\:b", 10, "c");
    }

    /** Of weights those of other scripts are some too; here they are none. */
    @Test
    void digitsAreThoseOfAscii() {
        scheduled("[a:b:\uff13]", 10, "[a:b:\uff13]");
        scheduled("[a:b:0.\uff13] [c:d:2]", 2, "[a:b:0.\uff13] c", 10, "[a:b:0.\uff13] d");
        scheduled("([a:b:3]:\uff11.\uff12)", 3, "(a:\uff11.\uff12)", 10, "(b:\uff11.\uff12)");
    }

    @Test
    void alternates() {
        assertThat(PromptSchedule.of("[a|(b:1.1)]", 4, 0).texts()).containsExactly("a", "(b:1.1)", "a", "(b:1.1)");
        assertThat(PromptSchedule.of("[fe|]male", 3, 0).texts()).containsExactly("female", "male", "female");
        assertThat(PromptSchedule.of("[fe|||]male", 5, 0).texts())
                .containsExactly("female", "male", "male", "male", "female");
        assertThat(PromptSchedule.of("[a|[b:c:2]]", 4, 0).texts()).containsExactly("a", "b", "a", "c");
    }

    @Test
    void aSecondRunGoesOnAfterTheFirst() {
        assertThat(PromptSchedule.of("a [b:.5] c", STEPS, STEPS).texts()).containsOnly("a b c");
        assertThat(PromptSchedule.of("[b:1.5]", 4, STEPS).texts()).containsExactly("", "", "b", "b");
        assertThat(PromptSchedule.of("[b:12]", 4, STEPS).texts()).containsExactly("", "", "b", "b");
        assertThat(PromptSchedule.of("[b:7]", 4, STEPS).texts()).containsOnly("b");
    }

    @Test
    void longAndDeepPromptsArePromptlyRead() {
        for (String piece : List.of("[", "[a:", "[a|", "(", "[a:b:3]", ":", "\\", "[]", "]")) {
            String prompt = piece.repeat(10_000 / piece.length());
            assertThat(PromptSchedule.of(prompt, 3, 0).texts()).hasSize(3);
            String closed = piece.repeat(2_000) + ":2]".repeat(2_000);
            assertThat(PromptSchedule.of(closed, 3, 0).texts()).hasSize(3);
        }
    }

    /**
     * @param untilAndText the last step with a text, and the text, in turn
     */
    private static void scheduled(String prompt, Object... untilAndText) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < untilAndText.length; i += 2) {
            expected.addAll(
                    Collections.nCopies((Integer) untilAndText[i] - expected.size(), (String) untilAndText[i + 1]));
        }
        assertThat(PromptSchedule.of(prompt, STEPS, 0).texts()).as(prompt).isEqualTo(expected);
    }
}
