package dev.diffract.frontend.dialect.nativ.field;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page's patterns of Chinese sentences, used as {@code server-words.js} does: the first that fits, and values in the same way. */
final class ChineseWords {

    private static final Pattern ENTRY =
            Pattern.compile("\\[(?:'([^'\\n]+)'|\"([^\"\\n]+)\"),\\s*(?:'([^'\\n]+)'|\"([^\"\\n]+)\")\\]");
    private static final Pattern NUMBERED = Pattern.compile("\\{(\\d)\\}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2}");

    private static final List<Entry> ENTRIES = read();

    private ChineseWords() {}

    /**
     * @param english with {@code {}} for what differs
     * @param chinese with {@code {0}}, {@code {1}}, …
     */
    record Entry(String english, String chinese, Pattern pattern) {

        Entry(String english, String chinese) {
            this(
                    english,
                    chinese,
                    Pattern.compile(
                            Arrays.stream(english.split(Pattern.quote("{}"), -1))
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining("(.+?)")),
                            Pattern.DOTALL));
        }

        /** Numbers of the values in the Chinese sentence. */
        List<Integer> values() {
            return NUMBERED.matcher(chinese)
                    .results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
        }

        boolean says(String sentence) {
            return pattern.matcher(sentence).matches();
        }
    }

    /** In the order in which they are tried. */
    static List<Entry> entries() {
        return ENTRIES;
    }

    /**
     * A sentence in Chinese.
     *
     * @return nothing if a word of it, or of a value in it, stays English
     */
    static Optional<String> of(String sentence) {
        return ENTRIES.stream()
                .filter(entry -> entry.says(sentence))
                .findFirst()
                .flatMap(entry -> {
                    Matcher found = entry.pattern().matcher(sentence);
                    return found.matches() ? filled(entry, found.toMatchResult()) : Optional.empty();
                });
    }

    private static Optional<String> filled(Entry entry, MatchResult found) {
        String chinese = entry.chinese();
        for (int number = 0; number < found.groupCount(); number++) {
            String value = found.group(number + 1);
            Optional<String> said = of(value);
            if (said.isEmpty() && WORD.matcher(value).find()) {
                return Optional.empty();
            }
            chinese = chinese.replace("{" + number + "}", said.orElse(value));
        }
        return Optional.of(chinese);
    }

    private static List<Entry> read() {
        try (InputStream file = ChineseWords.class.getResourceAsStream("/META-INF/resources/js/i18n/zh-server.js")) {
            return ENTRY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(found -> new Entry(
                            found.group(1) == null ? found.group(2) : found.group(1),
                            found.group(3) == null ? found.group(4) : found.group(3)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
