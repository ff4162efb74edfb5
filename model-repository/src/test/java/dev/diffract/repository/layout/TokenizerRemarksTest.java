package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of {@code tokenizer.json} are those that transformers 5.23 saved ({@code record_tokenizer_forms.py}), or other programs' of CLIP. */
class TokenizerRemarksTest extends WithTokenizerDirectory {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED =
            Path.of("../quarkus-frontend/core/src/test/resources/vectors/tokenizer/forms/version-5/tokenizer.json");

    @Test
    void thereIsNothingToSayOfClipsOwn() throws IOException {
        assertThat(remarks(tokenizer -> {})).isEmpty();
        Files.delete(paths.tokenizerJson());
        assertThat(TokenizerFiles.remarks(paths)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'TemplateProcessing', 'single': [{'SpecialToken': {'id': '<|startoftext|>', 'type_id': 0}},"
                        + " {'Sequence': {'id': 'A', 'type_id': 0}}, {'SpecialToken': {'id': '<|endoftext|>', 'type_id': 0}}]}",
                "{'type': 'BertProcessing', 'sep': ['<|endoftext|>', 2], 'cls': ['<|startoftext|>', 1]}"
            })
    void whatComesToTheSameIsNotSaid(String processor) throws IOException {
        assertThat(remarks(tokenizer -> tokenizer.set("post_processor", json(processor))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "normalizer | {'type': 'Lowercase'} | of type Lowercase | compose (NFC), join white space and lower-case",
                "normalizer | null | missing | lower-case",
                "normalizer | {'type': 'Sequence', 'normalizers': [{'type': 'NFD'}, {'type': 'Lowercase'}]} | of type Sequence | compose",
                "pre_tokenizer | {'type': 'Whitespace'} | of type Whitespace | cut into CLIP's pieces and take their bytes",
                "pre_tokenizer | {'type': 'ByteLevel', 'add_prefix_space': true} | of type ByteLevel | cut into",
                "post_processor | {'type': 'BertProcessing', 'sep': ['x', 1], 'cls': ['y', 2]} | of type BertProcessing | put <|startoftext|> before and <|endoftext|> after",
                "post_processor | {'type': 'ByteLevel'} | of type ByteLevel | put",
            })
    void otherPartsAreSaid(String part, String value, String type, String done) throws IOException {
        assertThat(remarks(tokenizer -> tokenizer.set(part, json(value))))
                .singleElement()
                .asString()
                .startsWith(paths.tokenizerJson() + ": its " + part + " (" + type
                        + ") is not CLIP's and is not used: prompts are" + " encoded as CLIP does, which is to ")
                .contains(done);
    }

    @Test
    void twoFormsOfOneTokenizerHaveToAgree() throws IOException {
        beside();
        assertThat(remarks(tokenizer -> {})).isEmpty();
        assertThat(remarks(tokenizer -> vocabulary(tokenizer).put("a", 7777)))
                .singleElement()
                .asString()
                .startsWith(paths.tokenizerJson()
                        + " is not of one tokenizer with vocab.json and merges.txt beside it: 'a' is ")
                .endsWith(
                        " in them and 7777 in it; prompts are encoded with these two, and transformers 5 reads the other");
        assertThat(remarks(tokenizer -> vocabulary(tokenizer).put("<cat>", 7777)))
                .anyMatch(line -> line.contains("'<cat>' is no token in them and 7777 in it"));
        assertThat(remarks(tokenizer -> ((ObjectNode) tokenizer.path("model"))
                        .withArray("merges")
                        .remove(0)))
                .anyMatch(line -> line.contains("the merges are others"));
        Files.writeString(paths.tokenizerJson(), "version https://git-lfs.github.com/spec/v1\n");
        assertThat(TokenizerFiles.remarks(paths))
                .singleElement()
                .asString()
                .endsWith("; it is not used, as vocab.json and merges.txt stand beside it");
    }

    private void beside() throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(RECORDED.toFile());
        Files.writeString(
                paths.tokenizerVocabulary(),
                tokenizer.path("model").path("vocab").toString());
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        tokenizer
                .path("model")
                .path("merges")
                .forEach(pair -> merges.append(pair.path(0).asText())
                        .append(' ')
                        .append(pair.path(1).asText())
                        .append('\n'));
        Files.writeString(paths.tokenizerMerges(), merges);
    }

    private List<String> remarks(Consumer<ObjectNode> change) throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(RECORDED.toFile());
        change.accept(tokenizer);
        Files.writeString(paths.tokenizerJson(), tokenizer.toString());
        return TokenizerFiles.remarks(paths);
    }

    private static ObjectNode vocabulary(ObjectNode tokenizer) {
        return (ObjectNode) tokenizer.path("model").path("vocab");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
