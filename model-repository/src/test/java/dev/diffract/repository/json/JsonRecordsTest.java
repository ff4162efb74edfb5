package dev.diffract.repository.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRecordsTest {

    private static final JsonRecords JSON = new JsonRecords(new JsonName<>(Colour.class, Colour::id, Colour::ofId));

    private static final String TEXT =
            "{'name': 'a', 'colour': 'red', 'row_count': 3, 'share': 0.5, 'used': true, 'parts': [{'bytes': 7}],"
                    + " 'marks': {'x': 1}, 'note': 'n'}";

    /** Of no enumeration, as a family of models is of none. */
    interface Colour {

        Colour RED = () -> "red";

        String id();

        static Colour ofId(String id) {
            if (id.equals(RED.id())) {
                return RED;
            }
            throw new IllegalArgumentException("unknown colour '" + id + "', expected red");
        }
    }

    record Part(long bytes) {
        Part {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes is " + bytes + ", expected a number from 0");
            }
        }
    }

    record Whole(
            String name,
            Colour colour,
            int rowCount,
            double share,
            boolean used,
            List<Part> parts,
            Map<String, Integer> marks,
            Optional<String> note) {}

    @Test
    void readsWhatItWrites() {
        Whole whole = new Whole("a", Colour.RED, 3, 0.5, true, List.of(new Part(7)), Map.of("x", 1), Optional.of("n"));
        assertThat(read(TEXT)).isEqualTo(whole);
        assertThat(JSON.read(JSON.print(whole), Whole.class)).isEqualTo(whole);
        assertThat(JSON.print(new Part(7))).isEqualTo("{\n  \"bytes\" : 7\n}\n");
    }

    @Test
    void onlyWhatIsOptionalMayBeAbsent() {
        Whole whole = read(TEXT.replace(", 'note': 'n'", ""));
        assertThat(whole.note()).isEmpty();
        assertThat(read(TEXT.replace("'n'", "null"))).isEqualTo(whole);
        assertThat(JSON.print(whole)).doesNotContain("note");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'name': 'a',     |                   | /name is missing",
                "'row_count': 3,  |                   | /row_count is missing",
                "'parts': [{'bytes': 7}], |           | /parts is missing",
                "'a'              | null              | /name is null",
                "'a'              | 7                 | /name is not text",
                "'a'              | true              | /name is not text",
                "'red'            | ['red']           | /colour is not text",
                "'red'            | 'blue'            | /colour: unknown colour 'blue', expected red",
                "': 3             | ': 3.5            | /row_count is not a whole number",
                "': 3             | ': '3'            | /row_count is not a whole number",
                "': 3             | ': null           | /row_count is not a whole number",
                "0.5              | 'half'            | /share is not a number",
                "true             | 'yes'             | /used is not true or false",
                "true             | 1                 | /used is not true or false",
                "[{'bytes': 7}]   | {}                | /parts is not an array",
                "{'bytes': 7}     | 7                 | /parts/0 is not an object",
                "{'bytes': 7}     | null              | /parts/0 is null",
                "{'bytes': 7}     | {}                | /parts/0/bytes is missing",
                "'bytes': 7       | 'bytes': -7       | /parts/0: bytes is -7, expected a number from 0",
                "'bytes': 7       | 'bytes': 7, 'b': 1 | /parts/0/b is not known, expected one of bytes",
                "{'x': 1}         | {'x': 'y'}        | /marks/x is not a whole number",
                "{'x': 1}         | []                | /marks is not an object"
            })
    void whatIsWrongIsNamedWithItsPath(String part, String otherwise, String sentence) {
        assertThat(TEXT).contains(part);
        assertThatThrownBy(() -> read(TEXT.replace(part, otherwise == null ? "" : otherwise)))
                .isInstanceOf(JsonRecordException.class)
                .hasMessage(sentence);
    }

    @Test
    void aNumberThatDoesNotFitIsNamedWithItsPath() {
        assertThatThrownBy(() -> read(TEXT.replace("': 3", "': 3000000000")))
                .isInstanceOf(JsonRecordException.class)
                .hasMessageStartingWith("/row_count");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> read("")).hasMessage("the document is not an object");
        assertThatThrownBy(() -> read("[1]")).hasMessage("the document is not an object");
        assertThatThrownBy(() -> read("{\n'name': ")).hasMessage("no JSON: line 2, column 9");
        assertThatThrownBy(() -> read(TEXT + " {}")).hasMessage("the document has something after its end");
        assertThatThrownBy(() -> read(TEXT.replace("'used'", "'share'")))
                .hasMessageEndingWith(": the key 'share' is there twice");
        String beyond = "no JSON that is read: it is nested too deeply, or a number or a text in it is too long";
        assertThatThrownBy(() -> read("[".repeat(5000))).hasMessage(beyond);
        assertThatThrownBy(() -> read("{'name': " + "[".repeat(5000))).hasMessage(beyond);
    }

    private static Whole read(String text) {
        return JSON.read(text.replace('\'', '"'), Whole.class);
    }
}
