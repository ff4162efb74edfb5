package dev.diffract.frontend.core.infotext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PairReaderTest {

    /** U+1E7E0 is a letter since Unicode 14, which a Java of 17 does not know; marks and pictures are of no key. */
    @Test
    void keysAreTheSameOnEveryJava() {
        assertThat(read("Steps: 20, \ud839\udfe0 key: 2")).isEqualTo(Map.of("Steps", "20", "\ud839\udfe0 key", "2"));
        assertThat(read("x \ud83d\ude42 key: 2")).isEqualTo(Map.of("key", "2"));
        assertThat(read("n\u00b2 key: 2, e\u0301 key: 3")).isEqualTo(Map.of("n\u00b2 key", "2", "key", "3"));
    }

    private static Map<String, String> read(String line) {
        return new PairReader(line).read(0).values();
    }
}
