package dev.diffract.repository.layout;

import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code vocab.json} and {@code merges.txt}. */
final class VocabularyFiles {

    private static final String VERSION_LINE = "#version";

    private VocabularyFiles() {}

    static TokenizerFiles read(Path vocabularyFile, Path mergesFile) throws IOException {
        Map<String, Integer> vocabulary = vocabulary(vocabularyFile);
        List<Merge> merges = merges(mergesFile, vocabulary);
        SpecialTokens special = SpecialTokens.read(vocabularyFile.resolveSibling(""));
        List<AddedToken> added = special.added(vocabulary);
        added.forEach(token -> vocabulary.putIfAbsent(token.content(), token.id()));
        return new TokenizerFiles(vocabulary, merges, special.padToken(vocabulary), added);
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

    /**
     * Two symbols with a space between them.
     *
     * @param place where it stands, for the message
     */
    static Merge merge(String place, String line, Map<String, Integer> vocabulary) {
        String[] symbols = line.split(" ", -1);
        if (symbols.length != 2 || symbols[0].isEmpty() || symbols[1].isEmpty()) {
            throw new RepositoryFileException(place + ": expected two symbols with one space between them");
        }
        return known(place, new Merge(symbols[0], symbols[1]), vocabulary);
    }

    static Merge known(String place, Merge merge, Map<String, Integer> vocabulary) {
        if (!vocabulary.containsKey(merge.joined())) {
            throw new RepositoryFileException(
                    place + ": the merge gives '" + merge.joined() + "', which the vocabulary does not have");
        }
        return merge;
    }

    private static List<String> lines(Path file) throws IOException {
        Optional<String> objection = InputFiles.objection(file);
        if (objection.isPresent()) {
            throw new RepositoryFileException(file + " (the tokenizer's merges) " + objection.get());
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new RepositoryFileException(file + " is not UTF-8 text", e);
        }
    }
}
