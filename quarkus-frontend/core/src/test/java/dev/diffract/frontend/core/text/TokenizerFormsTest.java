package dev.diffract.frontend.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.TokenizerFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with transformers' CLIPTokenizer; {@code tests/parity/record_tokenizer_forms.py} recorded it. */
class TokenizerFormsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version-5",
                "version-5-added",
                "tokenizer-json-alone",
                "tokenizers-0.19",
                "version-4",
                "added-tokens",
                "special-tokens-map",
                "stable-diffusion-1.5"
            })
    void everyIdIsThatOfTransformersWhateverTheFormOfTheFiles(String form) throws Exception {
        JsonNode recorded = Vectors.read("tokenizer/forms/" + form + "/tokens.json");
        ClipTokenizer tokenizer = new ClipTokenizer(files(form), 8);
        JsonNode texts = Vectors.read("tokenizer/forms/strings.json");
        assertThat(recorded.get("ids")).hasSize(texts.size()).hasSizeGreaterThan(200);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String ids = Arrays.stream(tokenizer.tokens(texts.get(i).asText()))
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(" "));
            String expected = recorded.get("ids").get(i).asText();
            if (!ids.equals(expected)) {
                wrong.add(texts.get(i) + ": " + ids + " instead of " + expected);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tokenizer.chunk().ids()).endsWith(recorded.get("padding").asLong());
    }

    @Test
    void oneFileSaysTheSameAsTwo() throws Exception {
        TokenizerFiles one = files("version-5");
        TokenizerFiles two = TestTokenizer.files("small", directory.resolve("two"));
        assertThat(one.vocabulary()).isEqualTo(two.vocabulary());
        assertThat(one.merges()).isEqualTo(two.merges());
        assertThat(one.padToken()).isEqualTo(two.padToken());
    }

    private TokenizerFiles files(String form) throws IOException, URISyntaxException {
        Path source = Path.of(
                getClass().getResource("/vectors/tokenizer/forms/" + form).toURI());
        Path target = Files.createDirectories(directory.resolve("tokenizer"));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return TokenizerFiles.read(new RepositoryPaths(directory));
    }
}
