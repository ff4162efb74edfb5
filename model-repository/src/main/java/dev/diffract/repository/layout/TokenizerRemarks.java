package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code tokenizer.json} says that is not done. Its parts can be put together in any way; prompts are encoded in CLIP's, whatever stands
 * there. And beside {@code vocab.json} and {@code merges.txt} it is not read, while transformers 5 reads nothing else.
 */
final class TokenizerRemarks {

    private static final String TYPE = "type";

    /** With the special tokens before it in files of transformers from 4.24 on, which changes nothing that is not one of them. */
    private static final String PIECES = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private static final Set<String> PATTERNS = Set.of(PIECES, "<\\|startoftext\\|>|<\\|endoftext\\|>|" + PIECES);

    private final Path file;
    private final JsonNode root;

    private TokenizerRemarks(JsonObjectFile json) {
        this.file = json.file();
        this.root = json.root();
    }

    static List<String> of(RepositoryPaths paths) throws IOException {
        Path file = paths.tokenizerJson();
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> remarks = new ArrayList<>();
        try {
            if (!TokenizerFiles.vocabularyFile(paths).equals(file)) {
                difference(paths).ifPresent(remarks::add);
            }
            TokenizerRemarks json = new TokenizerRemarks(JsonObjectFile.read(file, "the tokenizer"));
            json.part("normalizer", json.normalizes(), "compose (NFC), join white space and lower-case")
                    .ifPresent(remarks::add);
            json.part("pre_tokenizer", json.splits(), "cut into CLIP's pieces and take their bytes")
                    .ifPresent(remarks::add);
            json.part(
                            "post_processor",
                            json.encloses(),
                            "put " + TokenizerFiles.START + " before and " + TokenizerFiles.END + " after")
                    .ifPresent(remarks::add);
        } catch (RepositoryFileException e) {
            remarks.add(e.getMessage() + "; it is not used, as vocab.json and merges.txt stand beside it");
        }
        return remarks;
    }

    /** The first thing in which the two forms of one tokenizer differ. */
    private static Optional<String> difference(RepositoryPaths paths) throws IOException {
        TokenizerFiles used = TokenizerFiles.read(paths);
        TokenizerFiles beside = TokenizerJson.read(paths.tokenizerJson());
        Map<String, Integer> ids = used.vocabulary();
        Set<String> tokens = new TreeSet<>(ids.keySet());
        tokens.addAll(beside.vocabulary().keySet());
        Optional<String> token = tokens.stream()
                .filter(name ->
                        !Objects.equals(ids.get(name), beside.vocabulary().get(name)))
                .findFirst();
        String what = token.map(name -> "'" + name + "' is " + said(ids, name) + " in them and "
                        + said(beside.vocabulary(), name) + " in it")
                .orElse(used.merges().equals(beside.merges()) ? "" : "the merges are others");
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        paths.tokenizerJson() + " is not of one tokenizer with vocab.json and merges.txt beside it: "
                                + what + "; prompts are encoded with these two, and transformers 5 reads the other");
    }

    private static String said(Map<String, Integer> ids, String token) {
        return ids.containsKey(token) ? String.valueOf(ids.get(token)) : "no token";
    }

    private Optional<String> part(String name, boolean clips, String done) {
        JsonNode part = root.path(name);
        String said = part.isObject() ? "of type " + part.path(TYPE).asText("none") : "missing";
        return clips
                ? Optional.empty()
                : Optional.of(file + ": its " + name + " (" + said
                        + ") is not CLIP's and is not used: prompts are encoded as CLIP does, which is to " + done);
    }

    private boolean normalizes() {
        JsonNode steps = root.path("normalizer").path("normalizers");
        return types(steps).equals(List.of("NFC", "Replace", "Lowercase"))
                && steps.path(1).path("pattern").path("Regex").asText().equals("\\s+")
                && steps.path(1).path("content").asText().equals(" ");
    }

    private boolean splits() {
        JsonNode steps = root.path("pre_tokenizer").path("pretokenizers");
        return types(steps).equals(List.of("Split", "ByteLevel"))
                && PATTERNS.contains(steps.path(0).path("pattern").path("Regex").asText())
                && steps.path(0).path("behavior").asText().equals("Removed")
                && steps.path(0).path("invert").asBoolean()
                && !steps.path(1).path("add_prefix_space").asBoolean();
    }

    private boolean encloses() {
        JsonNode part = root.path("post_processor");
        List<String> template = new ArrayList<>();
        part.path("single")
                .forEach(step ->
                        template.add(step.path("SpecialToken").path("id").asText("text")));
        return switch (part.path(TYPE).asText()) {
            case "RobertaProcessing", "BertProcessing" ->
                part.path("cls").path(0).asText().equals(TokenizerFiles.START)
                        && part.path("sep").path(0).asText().equals(TokenizerFiles.END);
            case "TemplateProcessing" -> template.equals(List.of(TokenizerFiles.START, "text", TokenizerFiles.END));
            default -> false;
        };
    }

    private static List<String> types(JsonNode steps) {
        List<String> types = new ArrayList<>();
        steps.forEach(step -> types.add(step.path(TYPE).asText()));
        return types;
    }
}
