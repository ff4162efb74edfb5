package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnhonouredTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<lora:style:0.8> a red circle| a red circle|<lora:style:0.8>",
                "a <lora:x:te=1:unet=0.5>b<hypernet:y:1>|a b|<lora:x:te=1:unet=0.5>;<hypernet:y:1>",
                "<lyco:z> a|a|<lyco:z>",
                "a <lora:> b|a <lora:> b|",
                "a < b: c > d|a < b: c > d|",
                "<3 and <lora:x|<3 and <lora:x|",
                "a <b:<c:d> e|a  e|<b:<c:d>",
                "a cat AND a dog|a cat   a dog|AND",
                "a cat :1.2 AND a dog:-.5|a cat   a dog|AND",
                "a cat : 1 AND a ratio of 4:3 now|a cat   a ratio of 4:3 now|AND",
                "a LAND, SAND and ANDROID|a LAND, SAND and ANDROID|",
                "a cat :1.2|a cat :1.2|",
                "a cat:\uff11.\uff12 AND a dog: -\ud835\udfcf.|a cat  a dog|AND",
                "a cat:\u2460 AND a dog:\uff11\uff0e\uff12|a cat:\u2460   a dog:\uff11\uff0e\uff12|AND",
            })
    void isTakenOutAndSaid(String prompt, String text, String parts) {
        Unhonoured read = Unhonoured.of(prompt);
        assertThat(read.text().toString().strip()).isEqualTo(text.strip());
        assertThat(read.parts()).isEqualTo(parts == null ? List.of() : Arrays.asList(parts.split(";")));
    }

    /** U+1E7E0 is a letter since Unicode 14, which a Java of 17 does not know. */
    @Test
    void namesAndWordsAreTheSameOnEveryJava() {
        String letter = "\ud839\udfe0";
        assertThat(Unhonoured.of("<" + letter + "x:y> a").parts()).containsExactly("<" + letter + "x:y>");
        assertThat(Unhonoured.of("<\u00b2:y> a").parts()).containsExactly("<\u00b2:y>");
        assertThat(Unhonoured.of("<\ud83d\ude42:y> a").parts()).isEmpty();
        assertThat(Unhonoured.of("a AND" + letter + " b").parts()).isEmpty();
        assertThat(Unhonoured.of("a " + letter + "AND b").parts()).isEmpty();
        assertThat(Unhonoured.of("a AND\u0301 b").parts()).containsExactly("AND");
    }

    @Test
    void isSaidUnlessItIsPlainText() {
        assertThat(Unhonoured.in("<lora:x:1> AND", PromptSyntax.A1111)).containsExactly("<lora:x:1>", "AND");
        assertThat(Unhonoured.in("<lora:x:1> AND", PromptSyntax.PLAIN)).isEmpty();
        assertThat(Unhonoured.in("<lora:x:1> AND", PromptSyntax.COMPEL)).containsExactly("<lora:x:1>", "AND");
    }

    @Test
    void hasNoTokens() {
        PromptReader reader = new PromptReader(TestTokenizer.ofLetters(16), PromptSyntax.A1111, Emphasis.ORIGINAL);
        assertThat(reader.read("<lora:abc:0.8>", 1, 0).tokens().count()).isZero();
        assertThat(reader.read("", 1, 0).tokens().count()).isZero();
    }
}
