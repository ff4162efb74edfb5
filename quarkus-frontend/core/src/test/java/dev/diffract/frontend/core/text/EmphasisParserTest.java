package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What AUTOMATIC1111 makes of the same prompts. */
class EmphasisParserTest {

    @Test
    void bracketsMultiply() {
        parsed("an (important) word", "an ", 1, "important", 1.1, " word", 1);
        parsed("(unbalanced", "unbalanced", 1.1);
        parsed("[a]", "a", 1 / 1.1);
        parsed("[unbalanced", "unbalanced", 1 / 1.1);
        parsed("(((a [b] c", "a ", 1.331, "b", 1.21, " c", 1.331);
        parsed("unbalanced) and ]", "unbalanced) and ]", 1);
        parsed(
                "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
                "a ",
                1,
                "house",
                1.573,
                " ",
                1.1,
                "on",
                1,
                " a ",
                1.1,
                "hill",
                0.55,
                ", sun, ",
                1.1,
                "sky",
                1.4641,
                ".",
                1.1);
    }

    @Test
    void aNumberInRoundBracketsIsAWeight() {
        parsed("(x:0)", "x", 0);
        parsed("(x:-1)", "x", -1);
        parsed("(x: +.5 )", "x", 0.5);
        parsed("x:1.5", "x:1.5", 1);
        parsed("x:1.5)", "x:1.5)", 1);
        parsed("[x:1.5]", "x:1.5", 1 / 1.1);
        parsed("(a:1.2:1.3)", "a:1.2", 1.3);
        parsed("(a:1.2.3)", "a:1.2.3", 1.1);
        parsed("(a:much)", "a:much", 1.1);
    }

    /** U+16AC1 is a digit since Unicode 14, which a Java of 17 does not know; U+1E4F1 since 15. */
    @Test
    void digitsAreThoseOfEveryScript() {
        parsed("(cat:\uff11.\uff12)", "cat", 1.2);
        parsed("(x: -.\uff15\u3000)", "x", -0.5);
        parsed("(x:\ud835\udfcf\ud835\udfce.5)", "x", 10.5);
        parsed("(x:\ud81a\udec1)", "x", 1);
        parsed("(x:\ud839\udcf1)", "x:\ud839\udcf1", 1.1);
        parsed("(x:\uff11\uff0e\uff12)", "x:\uff11\uff0e\uff12", 1.1);
        parsed("(x:\u2460)", "x:\u2460", 1.1);
    }

    @Test
    void aBackslashMakesABracketText() {
        parsed("\\(literal\\]", "(literal]", 1);
        parsed("\\\\(a)", "\\", 1, "a", 1.1);
        parsed("back\\slash\\", "backslash", 1);
    }

    @Test
    void nothingIsAnEmptyPart() {
        assertThat(EmphasisParser.parse("")).isEmpty();
        assertThat(EmphasisParser.parse("()")).isEmpty();
    }

    @Test
    void breakStandsAlone() {
        parsed("a BREAK b", "a", 1, "BREAK", -1, "b", 1);
        parsed("BREAK", "", 1, "BREAK", -1, "", 1);
        parsed("a BREAKER, no BREAKs", "a BREAKER, no BREAKs", 1);
        parsed("(a BREAK b)", "a", 1.1, "BREAK", -1.1, "b", 1.1);
    }

    /** U+1E7E0 is a letter since Unicode 14, which a Java of 17 does not know. */
    @Test
    void wordsAreTheSameOnEveryJava() {
        parsed("a BREAK\ud839\udfe0 b", "a BREAK\ud839\udfe0 b", 1);
        parsed("\ud839\udfe0BREAK b", "\ud839\udfe0BREAK b", 1);
        parsed("a BREAK\ud83d\ude42 b", "a", 1, "BREAK", -1, "\ud83d\ude42 b", 1);
        parsed("a BREAK\u0301 b", "a", 1, "BREAK", -1, "\u0301 b", 1);
        parsed("a \u001c BREAK\u001f b (c:\u001c2)", "a", 1, "BREAK", -1, "b ", 1, "c", 2);
    }

    @Test
    void weightsHaveBounds() {
        assertThat(EmphasisParser.parse("(a:1000)")).hasSize(1);
        for (String prompt : List.of("(a:1000.1)", "(a:-2000)", "(".repeat(80) + "a", "(a:" + "9".repeat(5000) + ")")) {
            assertThatThrownBy(() -> EmphasisParser.parse(prompt))
                    .isInstanceOf(PromptException.class)
                    .extracting(refusal -> ((PromptException) refusal).limit())
                    .isEqualTo(new PromptLimit.Heaviest(1000));
        }
    }

    private static void parsed(String prompt, Object... textsAndWeights) {
        List<WeightedText> parts = EmphasisParser.parse(prompt);
        assertThat(parts).as(prompt).hasSize(textsAndWeights.length / 2);
        for (int i = 0; i < parts.size(); i++) {
            assertThat(parts.get(i).text()).as(prompt).isEqualTo(textsAndWeights[2 * i]);
            assertThat(parts.get(i).weight())
                    .as(prompt)
                    .isCloseTo(((Number) textsAndWeights[2 * i + 1]).doubleValue(), Offset.offset(1e-9));
        }
    }
}
