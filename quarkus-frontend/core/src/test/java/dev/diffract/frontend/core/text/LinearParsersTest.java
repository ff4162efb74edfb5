package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.CountingText;
import dev.diffract.frontend.core.HostileTexts;
import dev.diffract.frontend.core.infotext.InfotextReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parser of what users write reads each character a bounded number of times. */
class LinearParsersTest {

    private static final Map<String, Consumer<CharSequence>> PARSERS = new TreeMap<>(Map.of(
            "emphasis", EmphasisParser::parse,
            "schedule", prompt -> PromptSchedule.texts(prompt, 1, 0),
            "compel", CompelParser::parse,
            "compel's groups", prompt -> new CompelParser(prompt, 0).parts(),
            "what is not honoured", Unhonoured::of,
            "composed", Composed::of,
            "infotext", InfotextReader::read));

    static Stream<String> parsers() {
        return PARSERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void readsEachCharacterABoundedNumberOfTimes(String parser) {
        HostileTexts.all().forEach(hostile -> {
            CountingText text = new CountingText(hostile);
            try {
                PARSERS.get(parser).accept(text);
            } catch (PromptException refused) {
                assertThat(refused.limit()).isNotNull();
            }
            assertThat(text.reads())
                    .as("reads of %s… by %s", hostile.substring(0, Math.min(40, hostile.length())), parser)
                    .isLessThan(HostileTexts.MOST_READS * hostile.length());
        });
    }
}
