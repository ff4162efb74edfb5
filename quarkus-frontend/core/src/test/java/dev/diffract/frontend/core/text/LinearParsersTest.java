package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.diffract.frontend.core.CountingText;
import dev.diffract.frontend.core.HostileTexts;
import dev.diffract.frontend.core.infotext.InfotextReader;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every parser of what users write reads each character a bounded number of times, and takes a bounded number of bytes for it: what
 * is copied again and again is not read again, as far as anybody can count.
 */
class LinearParsersTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int SHORT = HostileTexts.LENGTH / 4;

    /** Bytes of four times the text, at most, for each of the short one's: 4 if they are in proportion, 16 if squared. */
    private static final long MOST_GROWTH = 8;

    /** Bytes that growth does not count: a buffer that has to double just then. */
    private static final long BASE = 64 * 1024;

    /** Joins any power of two of one letter, so that all of a long word is merged again and again. */
    private static final ClipTokenizer TOKENIZER = tokenizer();

    private static final Map<String, Consumer<CharSequence>> PARSERS = new TreeMap<>(Map.of(
            "tokens", text -> TOKENIZER.tokens(text.toString()),
            "chunks", text -> Chunker.cut(EmphasisParser.parse(text), TOKENIZER, 20),
            "emphasis", EmphasisParser::parse,
            "schedule", prompt -> PromptSchedule.of(prompt, 1, 0).texts(),
            "compel", CompelParser::parse,
            "compel's groups", prompt -> new CompelParser(prompt, 0).parts(),
            "what is not honoured", Unhonoured::of,
            "composed", Composed::of,
            "infotext", InfotextReader::read));

    private static ClipTokenizer tokenizer() {
        Map<String, Integer> vocabulary = new HashMap<>(Map.of("<|startoftext|>", 0, "<|endoftext|>", 1));
        List<Merge> merges = new ArrayList<>();
        for (String letter : List.of("a", "1", ".", "+")) {
            vocabulary.put(letter + "</w>", vocabulary.size());
            for (String joined = letter; joined.length() < 64; joined += joined) {
                vocabulary.put(joined, vocabulary.size());
                merges.add(new Merge(joined, joined));
            }
        }
        return new ClipTokenizer(new TokenizerFiles(vocabulary, merges, Optional.empty()), 77);
    }

    static Stream<String> parsers() {
        return PARSERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void readsEachCharacterABoundedNumberOfTimes(String parser) {
        HostileTexts.all().forEach(hostile -> {
            CountingText text = new CountingText(hostile);
            read(parser, text);
            assertThat(text.reads())
                    .as("reads of %s by %s", shown(hostile), parser)
                    .isLessThan(HostileTexts.MOST_READS * hostile.length());
        });
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void takesMemoryInProportionToTheText(String parser) {
        List<String> some = HostileTexts.all(SHORT).toList();
        List<String> more = HostileTexts.all(HostileTexts.LENGTH).toList();
        some.forEach(hostile -> read(parser, hostile)); // classes are loaded now
        for (int i = 0; i < some.size(); i++) {
            long bytes = bytes(parser, some.get(i));
            assertThat(bytes(parser, more.get(i)))
                    .as("bytes for %s by %s, which took %s for a quarter", shown(more.get(i)), parser, bytes)
                    .isLessThan(MOST_GROWTH * bytes + BASE);
        }
    }

    private static long bytes(String parser, CharSequence text) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        read(parser, text);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void read(String parser, CharSequence text) {
        try {
            PARSERS.get(parser).accept(text);
        } catch (PromptException refused) {
            assertThat(refused.limit()).isNotNull();
        }
    }

    /** Its beginning, or what follows parameters. */
    private static String shown(String hostile) {
        return hostile.substring(0, Math.min(60, hostile.length())) + "…";
    }
}
