package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenizerFilesTest extends WithTokenizerDirectory {

    @BeforeEach
    void write() throws IOException {
        Files.writeString(paths.tokenizerVocabulary(), "{\"a\": 0, \"b</w>\": 1, \"ab</w>\": 2, \"!\": 3}");
        Files.writeString(paths.tokenizerMerges(), "#version: 0.2\na b</w>\n");
    }

    @Test
    void readsVocabularyAndMerges() throws IOException {
        TokenizerFiles files = TokenizerFiles.read(paths);
        assertThat(files.vocabulary()).hasSize(4).containsEntry("ab</w>", 2);
        assertThat(files.merges()).containsExactly(new TokenizerFiles.Merge("a", "b</w>"));
        assertThat(files.padToken()).isEmpty();
    }

    @Test
    void readsThePaddingTokenAsTextOrObject() throws IOException {
        Files.writeString(directory.resolve("tokenizer/special_tokens_map.json"), "{\"pad_token\": \"a\"}");
        assertThat(TokenizerFiles.read(paths).padToken()).contains("a");
        Files.writeString(
                directory.resolve("tokenizer/tokenizer_config.json"), "{\"pad_token\": {\"content\": \"!\"}}");
        assertThat(TokenizerFiles.read(paths).padToken()).contains("!");
    }

    @Test
    void aMissingTokenizerIsNamed() throws IOException {
        Files.delete(paths.tokenizerMerges());
        refused(paths.tokenizerMerges() + " (the tokenizer's merges) does not exist");
        Files.delete(paths.tokenizerVocabulary());
        refused(paths.tokenizerVocabulary() + " (the tokenizer's vocabulary) does not exist");
    }

    @Test
    void aBrokenMergeIsNamedByItsLine() throws IOException {
        Files.writeString(paths.tokenizerMerges(), "#version: 0.2\na b</w>\na b c\n");
        refused(paths.tokenizerMerges() + ", line 3: expected two symbols with one space between them");
        Files.writeString(paths.tokenizerMerges(), "a b</w>\n\na a\n");
        refused(paths.tokenizerMerges() + ", line 3: the merge gives 'aa', which the vocabulary does not have");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Files.write(paths.tokenizerMerges(), new byte[] {'a', ' ', (byte) 0xff, '\n'});
        refused(paths.tokenizerMerges() + " is not UTF-8 text");
    }

    @Test
    void aBrokenVocabularyIsRefused() throws IOException {
        Files.writeString(paths.tokenizerVocabulary(), "{\"a\": -1}");
        refused(paths.tokenizerVocabulary() + ": 'a' has no id: expected a whole number from 0");
        Files.writeString(paths.tokenizerVocabulary(), "[]");
        refused(paths.tokenizerVocabulary() + " holds no JSON object");
        Files.writeString(paths.tokenizerVocabulary(), "{\n\"a\": ");
        assertThatThrownBy(() -> TokenizerFiles.read(paths))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(paths.tokenizerVocabulary() + " is no JSON: line 2");
    }

    @Test
    void aPaddingTokenOutsideTheVocabularyIsRefused() throws IOException {
        Path config = directory.resolve("tokenizer/tokenizer_config.json");
        Files.writeString(config, "{\"pad_token\": \"<pad>\"}");
        refused(config + ": 'pad_token' is '<pad>', which the vocabulary does not have");
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> TokenizerFiles.read(paths))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessage(sentence);
    }
}
