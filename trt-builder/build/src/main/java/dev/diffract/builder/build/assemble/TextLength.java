package dev.diffract.builder.build.assemble;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.layout.JsonObjectFile;
import dev.diffract.repository.layout.RepositoryFileException;
import dev.diffract.repository.pipeline.ModelFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tokens of a chunk of a prompt, start and end included.
 *
 * @param remarks what no file says, a sentence each
 */
record TextLength(int tokens, List<String> remarks) {

    /** Tokenizers without a limit write one beyond any text. */
    private static final int BEYOND = 1 << 16;

    TextLength {
        remarks = List.copyOf(remarks);
    }

    /**
     * As the tokenizer's configuration says, or the text encoder's graph, or its configuration.
     *
     * @throws BuildException if the tokenizer gives more tokens than the text encoder has places for
     */
    static TextLength of(ModelFolder place, Path folder, ModelFamily family, OnnxModel textEncoder) throws IOException {
        Optional<Integer> said =
                number(place, folder.resolve("tokenizer").resolve("tokenizer_config.json"), "model_max_length");
        Path config = textEncoder.file().resolveSibling("config.json");
        Optional<Integer> places = number(place, config, "max_position_embeddings");
        if (said.isPresent() && places.isPresent() && said.get() > places.get()) {
            throw new BuildException(config + ": max_position_embeddings is " + places.get()
                    + ", and tokenizer_config.json says model_max_length " + said.get()
                    + ": they are not of one model");
        }
        long fixed = textEncoder
                .signature()
                .input(family.textEncoder().tokens().name())
                .map(tokens -> tokens.dim(1))
                .orElse(TensorInfo.DYNAMIC);
        Optional<Integer> found = said.or(
                        () -> fixed > 2 && fixed < BEYOND ? Optional.of((int) fixed) : Optional.empty())
                .or(() -> places);
        int usual = family.defaults().textLength();
        return new TextLength(
                found.orElse(usual),
                found.isPresent()
                        ? List.of()
                        : List.of("no file says how many tokens a chunk of a prompt has (model_max_length of"
                                + " tokenizer_config.json): " + usual + " are taken"));
    }

    private static Optional<Integer> number(ModelFolder place, Path file, String key) throws IOException {
        place.require(file);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObjectFile json = JsonObjectFile.read(file, "a configuration");
            return Optional.of(json.root().path(key))
                    .filter(value -> value.isNumber() && value.asDouble() > 2 && value.asDouble() < BEYOND)
                    .map(JsonNode::asInt);
        } catch (RepositoryFileException e) {
            throw new BuildException(e.getMessage(), e);
        }
    }
}
