package dev.diffract.builder.planning.plan;

import static dev.diffract.builder.planning.plan.PlanFiles.GOOD;
import static dev.diffract.builder.planning.plan.PlanFiles.with;
import static dev.diffract.builder.planning.plan.PlanFiles.withSlice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no plan at all, as a text or as a file, gets its sentence too. */
class BadPlanTextTest {

    @TempDir
    Path directory;

    static Stream<Arguments> faultsOfTheText() {
        return Stream.of(
                bad(
                        "a key twice",
                        with("models:", "version: 1\nmodels:"),
                        "3:1: the key 'version' is already in line 1: expected it once"),
                bad(
                        "a key twice in braces",
                        withSlice("{profile: 3g.20gb, model: sd15, profile: 1g.5gb}"),
                        "11:41: the key 'profile' is already in line 11: expected it once"),
                bad("a tab", with("    source", "\tsource"), "5:1: a tab: YAML is indented with blanks"),
                bad(
                        "lines that do not line up",
                        with("    resolutions", "   resolutions"),
                        "6:4: this does not fit the lines above: entries of one mapping or list start in the same column"),
                bad(
                        "two colons",
                        with("source: sd15-onnx", "source: sd15: onnx"),
                        "5:17: a ':' that cannot stand here: expected one key per line, and quotes around a text with ': ' in it"),
                bad(
                        "no colon",
                        with("repositories: /srv", "repositories /srv"),
                        "3:1: a line above has no ':': expected 'key: value'"),
                bad(
                        "an open list",
                        with("768x512]", "768x512"),
                        "7:5: the list that opens in line 6 is not closed before this: expected ',' or ']'"),
                bad(
                        "an open mapping",
                        with("model: sd15}", "model: sd15"),
                        "12:1: the mapping that opens in line 11 is not closed before this: expected ',' or '}'"),
                bad(
                        "an open quote",
                        with("/srv/diffract", "\"/srv/diffract"),
                        "2:15: a quoted text is not closed: expected \" at its end"),
                bad(
                        "an alias of nothing",
                        with("[512x512, 768x512]", "*sizes"),
                        "6:18: nothing is called sizes: expected an anchor with '&' above"),
                bad(
                        "a tag",
                        with("/srv/diffract", "!path /srv/diffract"),
                        "2:15: the tag !path is not known: expected a plain value"),
                bad(
                        "a list for a key",
                        with("version: 1", "version: 1\n? [a, b]\n: c"),
                        "2:3: a key is a list or a mapping: expected a word"),
                bad("two plans", GOOD + "---\n" + GOOD, "12:1: a second document starts here: a plan file has one"),
                bad(
                        "a control character",
                        with("left", "le\0ft"),
                        "8:13: the character U+0000 is not allowed in YAML: expected text"),
                bad(
                        "aliases of aliases of aliases",
                        laughs(),
                        "1:5: the plan has more than 20000 values: use fewer aliases"),
                bad(
                        "an alias of itself",
                        with("source: sd15-onnx", "source: &me [*me]"),
                        "5:13: an alias stands inside what it stands for: write the values out",
                        "5:13: models.sd15.source is a list of 1: expected a folder such as models/sd15-onnx"),
                bad(
                        "a thousand levels",
                        "a: " + "[".repeat(1000),
                        "1:35: more than 32 levels of lists and mappings: a plan has six"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfTheText")
    void isExplainedWithLineAndColumn(String name, String text, List<String> sentences) throws IOException {
        Path file = Files.writeString(directory.resolve("diffract.yaml"), text);

        assertThat(explanation(file).lines())
                .containsExactlyElementsOf(sentences.stream()
                        .map(sentence -> file + ":" + sentence)
                        .toList());
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path file = directory.resolve("diffract.yaml");

        assertThat(explanation(file)).isEqualTo(file + ": does not exist: expected a plan file");
    }

    @Test
    void aDirectoryIsSaidToBeOne() {
        assertThat(explanation(directory))
                .isEqualTo(directory + ": is a directory: expected a plan file, such as diffract.yaml in it");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() throws IOException {
        Path file = Files.writeString(directory.resolve("diffract.yaml"), "# nothing but a remark\n");

        assertThat(explanation(file)).isEqualTo(file + ": is empty: expected a plan, which starts with 'version: 1'");
    }

    @Test
    void aLargeFileIsNotRead() throws IOException {
        Path file = Files.write(directory.resolve("diffract.yaml"), new byte[10_000_000]);

        assertThat(explanation(file))
                .isEqualTo(file + ": has 10000000 bytes: expected a plan file, which has at most 1048576");
    }

    @Test
    void whatIsNoTextIsSaidToBeNone() throws IOException {
        Path file = Files.write(directory.resolve("diffract.yaml"), GOOD.getBytes(StandardCharsets.UTF_16));

        assertThat(explanation(file)).isEqualTo(file + ": is no text in UTF-8: expected a plan file");
    }

    private static String explanation(Path file) {
        return catchThrowableOfType(PlanException.class, () -> PlanReader.read(file))
                .getMessage();
    }

    private static Arguments bad(String name, String text, String... sentences) {
        return arguments(name, text, List.of(sentences));
    }

    /** Nine lines of which each names the one above nine times. */
    private static String laughs() {
        return "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> String.format(
                                Locale.ROOT,
                                "a%d: &a%d [%s]%n",
                                i,
                                i,
                                String.join(
                                        ", ",
                                        List.of(("*a" + (i - 1) + " ")
                                                .repeat(9)
                                                .trim()
                                                .split(" ")))))
                        .collect(Collectors.joining());
    }
}
