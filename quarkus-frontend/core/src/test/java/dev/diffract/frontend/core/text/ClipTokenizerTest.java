package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.TokenizerFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with transformers' CLIPTokenizer; {@code tests/parity/record_tokenizer.py} recorded it. */
class ClipTokenizerTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"small", "demo"})
    void everyIdIsThatOfTransformers(String vocabulary) throws Exception {
        JsonNode recorded = Vectors.read("tokenizer/" + vocabulary + "/tokens.json");
        ClipTokenizer tokenizer =
                new ClipTokenizer(files(vocabulary), recorded.get("length").asInt());
        JsonNode texts = Vectors.read("tokenizer/strings.json");
        assertThat(recorded.get("strings")).hasSize(texts.size()).hasSizeGreaterThan(300);
        for (int i = 0; i < texts.size(); i++) {
            JsonNode string = recorded.get("strings").get(i);
            PromptForms read = new PromptReader(tokenizer, PromptSyntax.PLAIN, Emphasis.ORIGINAL)
                    .read(texts.get(i).asText(), 1, 0);
            assertThat(read.needed(1)).as(texts.get(i).toString()).containsExactly(padded(string, recorded));
            assertThat(read.tokens().dropped())
                    .as(texts.get(i).toString())
                    .isEqualTo(string.get("dropped").asInt());
        }
    }

    @Test
    void aLoneSurrogateIsAQuestionMark() throws Exception {
        ClipTokenizer tokenizer = new ClipTokenizer(files("demo"), 77);
        assertThat(tokenizer.tokens("a \ud800 b")).isEqualTo(tokenizer.tokens("a ? b"));
    }

    @Test
    void anEmptyPromptIsStartAndEnd() {
        TokenizerFiles files =
                new TokenizerFiles(Map.of("<|startoftext|>", 5, "<|endoftext|>", 9), List.of(), Optional.empty());
        ClipTokenizer tokenizer = new ClipTokenizer(files, 4);
        assertThat(tokenizer.tokens("")).isEmpty();
        assertThat(tokenizer.chunk().ids()).containsExactly(5, 9, 9, 9);
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() {
        TokenizerFiles files = new TokenizerFiles(Map.of("a", 1), List.of(), Optional.empty());
        assertThatThrownBy(() -> new ClipTokenizer(files, 77))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tokenizer's vocabulary has no token '<|startoftext|>'");
    }

    private TokenizerFiles files(String name) throws IOException, URISyntaxException {
        Path source =
                Path.of(getClass().getResource("/vectors/tokenizer/" + name).toURI());
        Path target = Files.createDirectories(directory.resolve("tokenizer"));
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(source.resolve(file), target.resolve(file));
        }
        return TokenizerFiles.read(new RepositoryPaths(directory));
    }

    /** The recorded ids end with the end token; what follows is padding. */
    private static TokenChunk padded(JsonNode string, JsonNode recorded) {
        String[] ids = string.get("ids").asText().split(" ");
        long[] padded = new long[recorded.get("length").asInt()];
        Arrays.fill(padded, recorded.get("padding").asLong());
        for (int i = 0; i < ids.length; i++) {
            padded[i] = Long.parseLong(ids[i]);
        }
        return new TokenChunk(padded);
    }
}
