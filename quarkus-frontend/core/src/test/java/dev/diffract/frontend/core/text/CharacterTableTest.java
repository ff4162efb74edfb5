package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.text.CharacterTable.CharacterClass;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table is what was recorded, not what this machine's Java knows: 17 knows Unicode 13, and no Java the crate's 12. */
class CharacterTableTest {

    @Test
    void lettersAreThoseOfUnicode16OnEveryJava() {
        assertThat(CharacterTable.is(CharacterClass.LETTERS, 0x10D50)).isTrue();
        assertThat(CharacterTable.is(CharacterClass.LETTERS, 0x16EA0))
                .as("of Unicode 17")
                .isFalse();
        assertThat(CharacterTable.is(CharacterClass.NUMBERS, 0x10D40)).isTrue();
        assertThat(count(CharacterClass.LETTERS)).isEqualTo(141_028);
        assertThat(count(CharacterClass.NUMBERS)).isEqualTo(1911);
        assertThat(count(CharacterClass.SPACES)).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({
        "0041, 0061",
        "0061, 0061",
        "00D7, 00D7",
        "0100, 0101",
        "0101, 0101",
        "0130, 0069 0307",
        "03A3, 03C3",
        "1E9E, 00DF",
        "A64A, A64B",
        "1C8A, 1C8A",
        "1C89, 1C8A",
        "10D50, 10D70",
        "16EA0, 16EBB"
    })
    void lowerCaseIsThatOfUnicode17OnEveryJava(String capital, String small) {
        StringBuilder lower = new StringBuilder();
        CharacterTable.appendLower(lower, Integer.parseInt(capital, 16));
        assertThat(lower.toString().codePoints().mapToObj(c -> String.format(Locale.ROOT, "%04X", c)))
                .containsExactly(small.split(" "));
    }

    @Test
    void whatUnicodeComposesSince13IsLeftAlone() {
        String later = new StringBuilder()
                .appendCodePoint(0x11935)
                .appendCodePoint(0x11930)
                .toString();
        assertThat(Composed.of("e\u0301" + later + "e\u0301")).isEqualTo("\u00e9" + later + "\u00e9");
    }

    private static long count(CharacterClass which) {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> CharacterTable.is(which, codePoint))
                .count();
    }
}
