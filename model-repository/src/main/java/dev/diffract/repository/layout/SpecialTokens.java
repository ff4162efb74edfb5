package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configurations beside a tokenizer say of special and added tokens: {@code tokenizer_config.json},
 * {@code special_tokens_map.json} and {@code added_tokens.json}, each of which may be missing.
 */
final class SpecialTokens {

    private static final String PAD_TOKEN = "pad_token";
    private static final String NORMALIZED = "normalized";

    /** In the order in which transformers adds them: of two that say the same token, the later counts. */
    private static final List<String> KEYS = List.of("bos_token", "eos_token", "unk_token", PAD_TOKEN);

    private final List<JsonObjectFile> configurations;
    private final Optional<JsonObjectFile> addedTokens;

    private SpecialTokens(List<JsonObjectFile> configurations, Optional<JsonObjectFile> addedTokens) {
        this.configurations = configurations;
        this.addedTokens = addedTokens;
    }

    static SpecialTokens read(Path directory) throws IOException {
        List<JsonObjectFile> configurations = new ArrayList<>();
        for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
            find(directory.resolve(name)).ifPresent(configurations::add);
        }
        return new SpecialTokens(configurations, find(directory.resolve("added_tokens.json")));
    }

    /** The padding token; the first file that names one counts. */
    Optional<String> padToken(Map<String, Integer> vocabulary) {
        for (JsonObjectFile json : configurations) {
            Optional<String> pad = token(json, PAD_TOKEN).map(SpecialTokens::content);
            if (pad.isPresent() && !vocabulary.containsKey(pad.get())) {
                throw json.wrong(PAD_TOKEN, "is '" + pad.get() + "', which the vocabulary does not have");
            }
            if (pad.isPresent()) {
                return pad;
            }
        }
        return Optional.empty();
    }

    /**
     * How tokens are recognised, where a file says it.
     *
     * @param vocabulary whose ids count where it has the token
     */
    List<AddedToken> added(Map<String, Integer> vocabulary) {
        Map<String, AddedToken> tokens = new LinkedHashMap<>();
        addedTokens.ifPresent(json -> json.root()
                .properties()
                .forEach(entry -> put(
                        tokens,
                        new AddedToken(
                                entry.getKey(),
                                vocabulary.getOrDefault(entry.getKey(), id(json, entry.getKey(), entry.getValue())),
                                true,
                                false))));
        Map<String, Integer> ids = new HashMap<>(vocabulary);
        tokens.values().forEach(token -> ids.put(token.content(), token.id()));
        special(ids).forEach(tokens::put);
        configurations.forEach(json -> decoder(json, vocabulary).forEach(token -> put(tokens, token)));
        return List.copyOf(tokens.values());
    }

    /** The file that gives a token an id which the vocabulary does not have. */
    Optional<Path> fileOf(String token) {
        return addedTokens
                .filter(json -> json.has(token))
                .or(() -> configurations.stream()
                        .filter(json -> decoder(json, Map.of()).stream()
                                .anyMatch(added -> added.content().equals(token)))
                        .findFirst())
                .map(JsonObjectFile::file);
    }

    /** The object of {@code tokenizer.json} and of {@code added_tokens_decoder}. */
    static AddedToken of(JsonNode token, int id) {
        return new AddedToken(
                content(token),
                id,
                token.path(NORMALIZED).asBoolean(true),
                token.path("single_word").asBoolean(false));
    }

    private Map<String, AddedToken> special(Map<String, Integer> vocabulary) {
        Map<String, AddedToken> special = new LinkedHashMap<>();
        for (String key : KEYS) {
            configurations.stream()
                    .flatMap(json -> token(json, key).stream())
                    .reduce((first, last) -> last)
                    .ifPresent(token -> {
                        Integer id = vocabulary.get(content(token));
                        if (id != null) {
                            AddedToken plain = new AddedToken(content(token), id, false, false);
                            special.put(content(token), token.isTextual() ? plain : of(token, id));
                        }
                    });
        }
        return special;
    }

    private static List<AddedToken> decoder(JsonObjectFile json, Map<String, Integer> vocabulary) {
        List<AddedToken> tokens = new ArrayList<>();
        json.root().path("added_tokens_decoder").properties().forEach(entry -> {
            JsonNode token = entry.getValue();
            if (!token.path("content").isTextual() || !entry.getKey().matches("\\d{1,9}")) {
                throw json.wrong(
                        "added_tokens_decoder", "has '" + entry.getKey() + "', expected an id with an added token");
            }
            int id = vocabulary.getOrDefault(content(token), Integer.parseInt(entry.getKey()));
            tokens.add(of(token, id));
        });
        return tokens;
    }

    private static void put(Map<String, AddedToken> tokens, AddedToken token) {
        tokens.put(token.content(), token);
    }

    private static int id(JsonObjectFile json, String token, JsonNode id) {
        if (!id.isInt() || id.asInt() < 0) {
            throw json.wrong(token, "has no id: expected a whole number from 0");
        }
        return id.asInt();
    }

    private static Optional<JsonNode> token(JsonObjectFile json, String key) {
        return json.optional(key, SpecialTokens::isToken, "a token", node -> node);
    }

    /** Written as text, or as an object whose {@code content} is the text. */
    private static boolean isToken(JsonNode node) {
        return node.isTextual() || node.path("content").isTextual();
    }

    private static String content(JsonNode node) {
        return node.isTextual() ? node.asText() : node.path("content").asText();
    }

    private static Optional<JsonObjectFile> find(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(JsonObjectFile.read(file, "the tokenizer's special tokens"))
                : Optional.empty();
    }
}
