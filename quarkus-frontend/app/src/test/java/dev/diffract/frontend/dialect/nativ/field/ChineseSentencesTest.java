package dev.diffract.frontend.dialect.nativ.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page says the server's sentences in Chinese by patterns: none of a fault or of a problem's kind is without one. */
class ChineseSentencesTest {

    private static final Pattern ENTRY =
            Pattern.compile("\\[(?:'([^'\\n]+)'|\"([^\"\\n]+)\"),\\s*(?:'([^'\\n]+)'|\"([^\"\\n]+)\")\\]");
    private static final Pattern NUMBERED = Pattern.compile("\\{(\\d)\\}");
    private static final List<String[]> ENTRIES = entries();

    static Stream<Arguments> faults() {
        return Stream.concat(SentencesTest.faults(), PictureSentencesTest.faults());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultHasItsChineseSentence(Object fault, String pointer, String detail) {
        assertThat(ENTRIES).as(detail).anyMatch(entry -> pattern(entry[0]).matches(detail));
    }

    @ParameterizedTest
    @EnumSource
    void aKindOfProblemHasItsChineseTitle(ProblemType type) {
        assertThat(ENTRIES).extracting(entry -> entry[0]).contains(type.title());
    }

    /** Every value of the English sentence is in the Chinese one, and it is Chinese. */
    @Test
    void noValueIsLost() {
        assertThat(ENTRIES).hasSizeGreaterThan(60).allSatisfy(entry -> {
            int values = entry[0].split(Pattern.quote("{}"), -1).length - 1;
            assertThat(NUMBERED.matcher(entry[1]).results().map(found -> Integer.valueOf(found.group(1))))
                    .as(entry[0])
                    .containsExactlyInAnyOrderElementsOf(Stream.iterate(0, number -> number + 1)
                            .limit(values)
                            .toList());
            assertThat(entry[1]).containsPattern("\\p{IsHan}");
        });
    }

    private record Whole(Pattern pattern) {
        boolean matches(String sentence) {
            return pattern.matcher(sentence).matches();
        }
    }

    private static Whole pattern(String english) {
        return new Whole(Pattern.compile(
                Arrays.stream(english.split(Pattern.quote("{}"), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+?")),
                Pattern.DOTALL));
    }

    private static List<String[]> entries() {
        try (InputStream file =
                ChineseSentencesTest.class.getResourceAsStream("/META-INF/resources/js/i18n/zh-server.js")) {
            Matcher entry = ENTRY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return entry.results()
                    .map(found -> new String[] {
                        found.group(1) == null ? found.group(2) : found.group(1),
                        found.group(3) == null ? found.group(4) : found.group(3)
                    })
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
