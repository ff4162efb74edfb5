package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.repository.layout.TokenizerFiles.Merge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tokenizer.json}: vocabulary, merges and added tokens in one file. */
final class TokenizerJson {

    private static final String ADDED = "added_tokens";

    private final JsonObjectFile json;
    private final JsonNode model;
    private final Map<String, Integer> vocabulary = new HashMap<>();

    private TokenizerJson(JsonObjectFile json) {
        this.json = json;
        this.model = json.root().path("model");
    }

    static TokenizerFiles read(Path file) throws IOException {
        TokenizerJson tokenizer = new TokenizerJson(JsonObjectFile.read(file, "the tokenizer"));
        SpecialTokens special = SpecialTokens.read(file.resolveSibling(""));
        tokenizer.requireClip();
        tokenizer.readVocabulary();
        List<Merge> merges = tokenizer.merges();
        List<AddedToken> added = tokenizer.added();
        added.forEach(token -> tokenizer.vocabulary.putIfAbsent(token.content(), token.id()));
        Optional<String> padding = special.padToken(tokenizer.vocabulary).or(tokenizer::padding);
        return new TokenizerFiles(tokenizer.vocabulary, merges, padding, added);
    }

    /** Other tokenizers have files of the same name, and would give ids that mean something else. */
    private void requireClip() {
        String type = model.path("type").asText("BPE");
        if (!type.equals("BPE")) {
            throw json.wrong("model", "is of type " + type + ", expected BPE as CLIP's");
        }
        if (!model.path("end_of_word_suffix").asText().equals("</w>")
                || !model.path("continuing_subword_prefix").asText("").isEmpty()
                || model.path("byte_fallback").asBoolean()
                || model.path("ignore_merges").asBoolean()) {
            throw json.wrong("model", "is no tokenizer as CLIP's: expected byte pairs whose words end with </w>");
        }
    }

    private void readVocabulary() {
        if (!model.path("vocab").isObject()) {
            throw json.wrong("model", "has no vocab: expected an object of tokens with their ids");
        }
        model.path("vocab").properties().forEach(entry -> {
            if (!entry.getValue().isInt() || entry.getValue().asInt() < 0) {
                throw json.wrong(entry.getKey(), "has no id: expected a whole number from 0");
            }
            vocabulary.put(entry.getKey(), entry.getValue().asInt());
        });
    }

    /** Pairs are arrays of two; the tokenizers library before 0.20 wrote them with a space between. */
    private List<Merge> merges() {
        if (!model.path("merges").isArray()) {
            throw json.wrong("model", "has no merges: expected an array of pairs");
        }
        List<Merge> merges = new ArrayList<>();
        for (JsonNode pair : model.path("merges")) {
            String place = json.file() + ", merge " + (merges.size() + 1);
            if (pair.isTextual()) {
                merges.add(VocabularyFiles.merge(place, pair.asText(), vocabulary));
            } else if (pair.size() == 2
                    && pair.path(0).isTextual()
                    && pair.path(1).isTextual()) {
                Merge merge = new Merge(pair.path(0).asText(), pair.path(1).asText());
                merges.add(VocabularyFiles.known(place, merge, vocabulary));
            } else {
                throw new RepositoryFileException(place + ": expected two symbols");
            }
        }
        return merges;
    }

    private List<AddedToken> added() {
        List<AddedToken> tokens = new ArrayList<>();
        for (JsonNode token : json.root().path(ADDED)) {
            JsonNode id = token.path("id");
            if (!token.path("content").isTextual() || !id.isInt() || id.asInt() < 0) {
                throw json.wrong(ADDED, "holds " + token + ", expected a token with content and id");
            }
            String content = token.path("content").asText();
            tokens.add(SpecialTokens.of(token, vocabulary.getOrDefault(content, id.asInt())));
        }
        return tokens;
    }

    private Optional<String> padding() {
        return Optional.ofNullable(json.root().path("padding").path("pad_token").textValue())
                .filter(vocabulary::containsKey);
    }
}
