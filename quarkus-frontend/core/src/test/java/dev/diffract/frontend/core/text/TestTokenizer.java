package dev.diffract.frontend.core.text;

import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokenizers to test with. */
final class TestTokenizer {

    static final int START = 0;
    static final int END = 1;

    private TestTokenizer() {}

    /** One token for each letter, digit and comma that stands alone: {@code a} is 2, {@code b} is 3. */
    static ClipTokenizer ofLetters(int length) {
        Map<String, Integer> vocabulary = new HashMap<>(Map.of("<|startoftext|>", START, "<|endoftext|>", END));
        for (char letter : "abcdefghijklmnopqrstuvwxyz,0123456789:.".toCharArray()) {
            vocabulary.put(letter + "</w>", vocabulary.size());
        }
        return new ClipTokenizer(new TokenizerFiles(vocabulary, List.<Merge>of(), Optional.empty()), length);
    }

    /**
     * One of the recorded vocabularies.
     *
     * @param directory to copy it to
     */
    static ClipTokenizer recorded(String name, Path directory, int length) {
        return new ClipTokenizer(files(name, directory), length);
    }

    /**
     * The files of one of the recorded vocabularies.
     *
     * @param directory to copy them to
     */
    static TokenizerFiles files(String name, Path directory) {
        try {
            Path source = Path.of(TestTokenizer.class
                    .getResource("/vectors/tokenizer/" + name)
                    .toURI());
            Path target = Files.createDirectories(directory.resolve("tokenizer"));
            for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
                Files.copy(source.resolve(file), target.resolve(file));
            }
            return TokenizerFiles.read(new RepositoryPaths(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
