package dev.diffract.repository.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tokenizer in CLIP's format: {@code vocab.json} and {@code merges.txt} as transformers wrote them up to version 4, or
 * {@code tokenizer.json} as version 5 does, and the tokens that configurations beside them name.
 *
 * @param vocabulary token to id, the added tokens included; ids are not negative
 * @param merges pairs of symbols in the order of their rank; the joined pair is in the vocabulary
 * @param padToken the padding token, if a configuration names one; it is in the vocabulary
 * @param addedTokens what is recognised in a text as a whole; the special tokens, if a file says how they are recognised
 */
public record TokenizerFiles(
        Map<String, Integer> vocabulary, List<Merge> merges, Optional<String> padToken, List<AddedToken> addedTokens) {

    /** Begins every chunk of a prompt. */
    public static final String START = "<|startoftext|>";

    /** Ends every chunk of a prompt, and stands for what the vocabulary lacks. */
    public static final String END = "<|endoftext|>";

    public TokenizerFiles {
        vocabulary = Map.copyOf(vocabulary);
        merges = List.copyOf(merges);
        addedTokens = List.copyOf(addedTokens);
    }

    /** Without added tokens. */
    public TokenizerFiles(Map<String, Integer> vocabulary, List<Merge> merges, Optional<String> padToken) {
        this(vocabulary, merges, padToken, List.of());
    }

    /** Two neighbouring symbols that become one. */
    public record Merge(String left, String right) {
        public String joined() {
            return left + right;
        }
    }

    /**
     * @throws RepositoryFileException if a file is missing or malformed
     * @throws IOException if a file cannot be read
     */
    public static TokenizerFiles read(RepositoryPaths paths) throws IOException {
        return readsOneFile(paths)
                ? TokenizerJson.read(paths.tokenizerJson())
                : VocabularyFiles.read(paths.tokenizerVocabulary(), paths.tokenizerMerges());
    }

    /** The file that {@link #read} takes the vocabulary from. */
    public static Path vocabularyFile(RepositoryPaths paths) {
        return readsOneFile(paths) ? paths.tokenizerJson() : paths.tokenizerVocabulary();
    }

    /** The file that {@link #read} takes the merges from. */
    public static Path mergesFile(RepositoryPaths paths) {
        return readsOneFile(paths) ? paths.tokenizerJson() : paths.tokenizerMerges();
    }

    /**
     * What keeps prompts from being encoded with it, a sentence each.
     *
     * @param paths where it was read
     * @throws IOException if a file of it cannot be read again
     */
    public List<String> faults(RepositoryPaths paths) throws IOException {
        Stream<String> special = Stream.of(START, END)
                .filter(token -> !vocabulary.containsKey(token))
                .map(token -> vocabularyFile(paths) + " has no token '" + token + "': expected a tokenizer as CLIP's");
        Stream<String> none = merges.isEmpty() ? Stream.of(mergesFile(paths) + " holds no merges") : Stream.of();
        return Stream.of(special, none, doubled(paths).stream())
                .flatMap(faults -> faults)
                .toList();
    }

    /**
     * What is wrong with its ids for a text encoder, in a sentence.
     *
     * @param paths where it was read
     * @param rows tokens that the text encoder knows
     * @throws IOException if a file of it cannot be read again
     */
    public Optional<String> beyond(RepositoryPaths paths, long rows) throws IOException {
        Optional<Map.Entry<String, Integer>> last =
                vocabulary.entrySet().stream().max(Map.Entry.comparingByValue());
        return last.isEmpty() || last.get().getValue() < rows
                ? Optional.empty()
                : Optional.of(fileOf(paths, last.get().getKey()) + " has ids up to "
                        + last.get().getValue() + ", the text encoder knows " + rows + " tokens, so '"
                        + last.get().getKey() + "' means nothing to it: they are not of one model");
    }

    /**
     * What a person should know of files that are read, or that stand beside them and are not, a sentence each.
     *
     * @throws IOException if a file cannot be read
     */
    public static List<String> remarks(RepositoryPaths paths) throws IOException {
        return TokenizerRemarks.of(paths);
    }

    private Optional<String> doubled(RepositoryPaths paths) throws IOException {
        Map<Integer, String> tokens = new HashMap<>();
        for (String token : vocabulary.keySet().stream().sorted().toList()) {
            String other = tokens.put(vocabulary.get(token), token);
            if (other != null) {
                Path file = fileOf(paths, other);
                return Optional.of((file.equals(vocabularyFile(paths)) ? fileOf(paths, token) : file)
                        + " gives one id to several tokens: '" + other + "' and '" + token + "' are both "
                        + vocabulary.get(token));
            }
        }
        return Optional.empty();
    }

    /** The file that a token has its id from. */
    private static Path fileOf(RepositoryPaths paths, String token) throws IOException {
        Path file = vocabularyFile(paths);
        return readsOneFile(paths)
                        || JsonObjectFile.read(file, "the tokenizer's vocabulary")
                                .has(token)
                ? file
                : SpecialTokens.read(file.resolveSibling("")).fileOf(token).orElse(file);
    }

    private static boolean readsOneFile(RepositoryPaths paths) {
        boolean older = Files.exists(paths.tokenizerVocabulary()) && Files.exists(paths.tokenizerMerges());
        return !older && Files.exists(paths.tokenizerJson());
    }
}
