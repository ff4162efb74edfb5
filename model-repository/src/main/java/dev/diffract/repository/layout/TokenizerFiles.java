package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tokenizer in CLIP's format: {@code vocab.json}, {@code merges.txt} and, if present, the padding token named by
 * {@code tokenizer_config.json} or {@code special_tokens_map.json}.
 *
 * @param vocabulary token to id; ids are not negative
 * @param merges pairs of symbols in the order of their rank; the joined pair is in the vocabulary
 * @param padToken the padding token, if a configuration names one; it is in the vocabulary
 */
public record TokenizerFiles(Map<String, Integer> vocabulary, List<Merge> merges, Optional<String> padToken) {

    private static final String VERSION_LINE = "#version";
    private static final String PAD_TOKEN = "pad_token";

    public TokenizerFiles {
        vocabulary = Map.copyOf(vocabulary);
        merges = List.copyOf(merges);
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
        Map<String, Integer> vocabulary = vocabulary(paths.tokenizerVocabulary());
        List<Merge> merges = merges(paths.tokenizerMerges(), vocabulary);
        return new TokenizerFiles(vocabulary, merges, padToken(paths.tokenizer(), vocabulary));
    }

    private static Map<String, Integer> vocabulary(Path file) throws IOException {
        JsonObjectFile json = JsonObjectFile.read(file, "the tokenizer's vocabulary");
        Map<String, Integer> vocabulary = new HashMap<>();
        json.root().properties().forEach(entry -> {
            if (!entry.getValue().isInt() || entry.getValue().asInt() < 0) {
                throw json.wrong(entry.getKey(), "has no id: expected a whole number from 0");
            }
            vocabulary.put(entry.getKey(), entry.getValue().asInt());
        });
        return vocabulary;
    }

    private static List<Merge> merges(Path file, Map<String, Integer> vocabulary) throws IOException {
        List<String> lines = lines(file);
        List<Merge> merges = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean header = i == 0 && line.startsWith(VERSION_LINE);
            if (!header && !line.isBlank()) {
                merges.add(merge(file + ", line " + (i + 1), line, vocabulary));
            }
        }
        return merges;
    }

    private static Merge merge(String place, String line, Map<String, Integer> vocabulary) {
        String[] symbols = line.split(" ", -1);
        if (symbols.length != 2 || symbols[0].isEmpty() || symbols[1].isEmpty()) {
            throw new RepositoryFileException(place + ": expected two symbols with one space between them");
        }
        Merge merge = new Merge(symbols[0], symbols[1]);
        if (!vocabulary.containsKey(merge.joined())) {
            throw new RepositoryFileException(
                    place + ": the merge gives '" + merge.joined() + "', which the vocabulary does not have");
        }
        return merge;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new RepositoryFileException(file + " (the tokenizer's merges) does not exist", e);
        } catch (CharacterCodingException e) {
            throw new RepositoryFileException(file + " is not UTF-8 text", e);
        }
    }

    private static Optional<String> padToken(Path directory, Map<String, Integer> vocabulary) throws IOException {
        for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                JsonObjectFile json = JsonObjectFile.read(file, "the tokenizer's special tokens");
                Optional<String> pad =
                        json.optional(PAD_TOKEN, TokenizerFiles::isToken, "a token", TokenizerFiles::token);
                if (pad.isPresent() && !vocabulary.containsKey(pad.get())) {
                    throw json.wrong(PAD_TOKEN, "is '" + pad.get() + "', which the vocabulary does not have");
                }
                if (pad.isPresent()) {
                    return pad;
                }
            }
        }
        return Optional.empty();
    }

    /** Written as text, or as an object whose {@code content} is the text. */
    private static boolean isToken(JsonNode node) {
        return node.isTextual() || node.path("content").isTextual();
    }

    private static String token(JsonNode node) {
        return node.isTextual() ? node.asText() : node.path("content").asText();
    }
}
