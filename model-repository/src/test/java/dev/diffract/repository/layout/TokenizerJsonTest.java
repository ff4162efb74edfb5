package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerJsonTest extends WithTokenizerDirectory {

    private static final String MODEL =
            "'type': 'BPE', 'end_of_word_suffix': '</w>', 'vocab': {'a': 0, 'b</w>': 1, 'ab</w>': 2, '!': 3}";

    @Test
    void readsVocabularyMergesAndAddedTokens() throws IOException {
        write("{'added_tokens': [{'id': 9, 'content': '<cat>', 'normalized': true, 'single_word': true},"
                + " {'id': 7, 'content': '!', 'normalized': false}], 'padding': {'pad_token': '!'}, 'model': {"
                + MODEL + ", 'merges': [['a', 'b</w>']]}}");
        TokenizerFiles files = TokenizerFiles.read(paths);
        assertThat(files.vocabulary()).hasSize(5).containsEntry("ab</w>", 2).containsEntry("<cat>", 9);
        assertThat(files.merges()).containsExactly(new TokenizerFiles.Merge("a", "b</w>"));
        assertThat(files.padToken()).contains("!");
        assertThat(files.addedTokens())
                .containsExactly(new AddedToken("<cat>", 9, true, true), new AddedToken("!", 3, false, false));
        assertThat(TokenizerFiles.vocabularyFile(paths)).isEqualTo(paths.tokenizerJson());
        assertThat(TokenizerFiles.mergesFile(paths)).isEqualTo(paths.tokenizerJson());
    }

    @Test
    void readsMergesWithASpaceBetween() throws IOException {
        write("{'model': {" + MODEL + ", 'merges': ['a b</w>']}}");
        assertThat(TokenizerFiles.read(paths).merges()).containsExactly(new TokenizerFiles.Merge("a", "b</w>"));
    }

    @Test
    void thePaddingOfAConfigurationCountsFirst() throws IOException {
        write("{'padding': {'pad_token': '!'}, 'model': {" + MODEL + ", 'merges': []}}");
        Files.writeString(directory.resolve("tokenizer/tokenizer_config.json"), "{\"pad_token\": \"a\"}");
        assertThat(TokenizerFiles.read(paths).padToken()).contains("a");
    }

    @Test
    void theOlderFilesCountWhereBothAreThere() throws IOException {
        write("{'model': {" + MODEL + ", 'merges': []}}");
        Files.writeString(paths.tokenizerVocabulary(), "{\"x\": 0}");
        assertThat(TokenizerFiles.read(paths).vocabulary()).hasSize(4);
        Files.writeString(paths.tokenizerMerges(), "#version: 0.2\n");
        assertThat(TokenizerFiles.read(paths).vocabulary()).hasSize(1);
        assertThat(TokenizerFiles.vocabularyFile(paths)).isEqualTo(paths.tokenizerVocabulary());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model': {'type': 'Unigram', 'vocab': [['a', 0.1]]}} | : 'model' is of type Unigram, expected BPE as CLIP's",
                "{'model': {'type': 'BPE', 'vocab': {}, 'merges': []}} | : 'model' is no tokenizer as CLIP's",
                "{} | : 'model' is no tokenizer as CLIP's",
                "{'model': {'end_of_word_suffix': '</w>', 'merges': []}} | : 'model' has no vocab",
                "{'model': {'end_of_word_suffix': '</w>', 'vocab': {}}} | : 'model' has no merges",
                "{'model': {'end_of_word_suffix': '</w>', 'vocab': {'a': -1}, 'merges': []}} | : 'a' has no id",
                "{'model': {'end_of_word_suffix': '</w>', 'vocab': {'a': 0}, 'merges': [['a']]}} | , merge 1: expected two symbols",
                "{'model': {'end_of_word_suffix': '</w>', 'vocab': {'a': 0}, 'merges': [['a', 'a']]}} | , merge 1: the merge gives 'aa'",
                "{'model': {'end_of_word_suffix': '</w>', 'vocab': {'a': 0}, 'merges': ['a a a']}} | , merge 1: expected two symbols with one space",
                "{'added_tokens': [{'content': 'x'}], 'model': {'end_of_word_suffix': '</w>', 'vocab': {}, 'merges': []}} | : 'added_tokens' holds"
            })
    void whatIsNoTokenizerOfClipIsRefused(String json, String sentence) throws IOException {
        write(json);
        assertThatThrownBy(() -> TokenizerFiles.read(paths))
                .isInstanceOf(RepositoryFileException.class)
                .hasMessageStartingWith(paths.tokenizerJson() + sentence);
    }

    @Test
    void aTokenizerThatLacksWhatPromptsNeedHasFaults() throws IOException {
        write("{'model': {" + MODEL + ", 'merges': []}}");
        assertThat(TokenizerFiles.read(paths).faults(paths))
                .containsExactly(
                        paths.tokenizerJson() + " has no token '<|startoftext|>': expected a tokenizer as CLIP's",
                        paths.tokenizerJson() + " has no token '<|endoftext|>': expected a tokenizer as CLIP's",
                        paths.tokenizerJson() + " holds no merges");
    }

    private void write(String json) throws IOException {
        Files.writeString(paths.tokenizerJson(), json.replace('\'', '"').replace("CLIP\"s", "CLIP's"));
    }
}
