package dev.diffract.frontend.dialect.nativ.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.dialect.nativ.field.ChineseWords.Entry;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page says the server's sentences in Chinese by patterns. Which sentences there are is read off the sources: everything that
 * problems and their faults are made of, so that none is forgotten.
 */
class ChineseSentencesTest {

    /** For what only the running program knows. */
    private static final String VALUE = "7";

    /** The problem of an unknown model takes its sentence from the fault of the field. */
    private static final String SAID_ALREADY = VALUE;

    /** Sizes are listed, or multiples, and never both. */
    private static final Pattern IMPOSSIBLE =
            Pattern.compile("(.* )?must be (7|one of the sizes multiples .*), since .*");

    /** Callers are told that the slices failed; how is in the log alone (FailureText). */
    private static final String FOR_THE_LOG = "A call failed: ";

    static Stream<Arguments> faults() {
        return Stream.concat(SentencesTest.faults(), PictureSentencesTest.faults());
    }

    static Stream<String> sentences() {
        SourceSentences sources = new SourceSentences(SourceIndex.read());
        Set<String> sentences = new TreeSet<>(sources.givenTo("ProblemException", 1));
        sentences.addAll(sources.givenTo("FieldError", 1));
        sentences.addAll(sources.givenTo("ModelNote", 0));
        sentences.addAll(sources.givenTo("InstanceSnapshot", 2));
        sentences.addAll(sources.saidBy("Quiet"));
        // Stands in the middle of another one.
        sources.givenTo("NotFiniteException", 0).forEach(what -> sentences.add(what + " holds NaN or infinity"));
        sources.givenTo("NotFiniteException", 1)
                .forEach(how -> sentences.add("what the sampler makes of its output at step 3/20 " + how));
        return sentences.stream()
                .map(sentence -> sentence.replace(SourceSentences.OPEN, VALUE))
                .filter(sentence -> !sentence.equals(SAID_ALREADY) && !sentence.startsWith(FOR_THE_LOG))
                .filter(sentence -> !IMPOSSIBLE.matcher(sentence).matches());
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void everySentenceOfTheSourcesIsSaidInChinese(String sentence) {
        assertThat(ChineseWords.of(sentence)).as(sentence).isPresent();
    }

    /** So that the test above cannot run dry: one of each way in which a sentence comes about. */
    @Test
    void sentencesAreFoundWhereverTheyStand() {
        assertThat(sentences())
                .hasSizeGreaterThan(120)
                .contains(
                        "must be a whole number, was a text",
                        "must be a PNG or JPEG file, was a WebP file",
                        "must be a baseline or progressive JPEG file of 8 bits in RGB or gray, was one in CMYK",
                        "is a broken JPEG file: it ends before its picture does (byte 7)",
                        "may have 7 pixels at most, had 7x7",
                        "must be a PNG or JPEG file in base64",
                        "must not have more than 7 brackets open at once; a backslash makes a bracket text",
                        "must be one of the sizes 7, since the model halves pictures 7 times, was 7",
                        "The generation was cancelled.",
                        "The generation's time was over before the denoising.",
                        "its output at source holds NaN or infinity",
                        "The server is not ready: 7.",
                        "The server's model 7 names no checkpoint, the repository here is of checkpoint 7.",
                        "The server does not answer in time.",
                        "What answers there is no inference server.",
                        "Nothing listens at the server's address.",
                        "A call did not reach it.",
                        "is not among the parameters: add the mask of what was repainted, or all of it is drawn anew",
                        "It has not been asked yet.",
                        "7@7 is still asked for on 7, by another frontend that is to be switched, too, or by requests"
                                + " that name it; it is unloaded when nobody has asked for it for 7 seconds.",
                        "The frontend has a fault and cannot look; its log has more.",
                        "This model cuts or rounds timesteps, so samplers that stop between two whole ones draw other"
                                + " pictures than PyTorch; its repository is of an earlier builder, or its graph needs"
                                + " whole ones: building it again tells.",
                        "The body must be a PNG file.");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultHasItsChineseSentence(Object fault, String pointer, String detail) {
        assertThat(ChineseWords.entries()).as(detail).anyMatch(entry -> entry.says(detail));
    }

    @ParameterizedTest
    @EnumSource
    void aKindOfProblemHasItsChineseTitle(ProblemType type) {
        assertThat(ChineseWords.entries()).extracting(Entry::english).contains(type.title());
    }

    /** The first that fits is taken: one behind a more general one would never be. */
    @Test
    void noneStandsBehindOneThatTakesItsPlace() {
        assertThat(ChineseWords.entries()).allSatisfy(entry -> {
            String sentence = entry.english().replace("{}", VALUE);
            assertThat(ChineseWords.entries().stream()
                            .filter(other -> other.says(sentence))
                            .findFirst())
                    .as(sentence)
                    .containsSame(entry);
        });
    }

    /** Every value of the English sentence is in the Chinese one, and it is Chinese. */
    @Test
    void noValueIsLost() {
        assertThat(ChineseWords.entries()).hasSizeGreaterThan(60).allSatisfy(entry -> {
            int values = entry.english().split(Pattern.quote("{}"), -1).length - 1;
            assertThat(entry.values())
                    .as(entry.english())
                    .containsExactlyInAnyOrderElementsOf(Stream.iterate(0, number -> number + 1)
                            .limit(values)
                            .toList());
            assertThat(entry.chinese()).containsPattern("\\p{IsHan}");
        });
    }
}
