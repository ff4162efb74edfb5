package dev.diffract.repository.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.diffract.repository.json.JsonSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A JSON object in a file that people bring, whose optional fields are asked for by name and kind. {@code null} counts as
 * absent. Python writes {@code NaN}, {@code Infinity} and {@code -Infinity}, which are no JSON: they are read, and refused
 * where a number is asked for.
 */
public final class JsonObjectFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path file;
    private final JsonNode root;

    private JsonObjectFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * @param purpose what the file is, for the message when it is missing
     * @throws RepositoryFileException if the file is missing, no file, a Git LFS pointer, or holds no JSON object
     * @throws IOException if it cannot be read
     */
    public static JsonObjectFile read(Path file, String purpose) throws IOException {
        Optional<String> objection = InputFiles.objection(file);
        if (objection.isPresent()) {
            throw new RepositoryFileException(file + " (" + purpose + ") " + objection.get());
        }
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw new RepositoryFileException(file + " holds no JSON object");
            }
            return new JsonObjectFile(file, root);
        } catch (JsonProcessingException e) {
            throw new RepositoryFileException(file + " is " + JsonSyntax.fault(e), e);
        }
    }

    public Path file() {
        return file;
    }

    public JsonNode root() {
        return root;
    }

    /** Whether the key is there with a value. */
    public boolean has(String name) {
        return root.hasNonNull(name);
    }

    /**
     * @throws RepositoryFileException if it is there and no text
     */
    public Optional<String> text(String name) {
        return optional(name, JsonNode::isTextual, "text", JsonNode::asText);
    }

    /**
     * @throws RepositoryFileException if it is there and no whole number
     */
    public Optional<Integer> integer(String name) {
        return optional(name, JsonNode::isInt, "a whole number", JsonNode::asInt);
    }

    /**
     * @throws RepositoryFileException if it is there and no number, or not finite
     */
    public Optional<Double> number(String name) {
        Optional<Double> number = optional(name, JsonNode::isNumber, "a number", JsonNode::asDouble);
        number.filter(value -> !Double.isFinite(value)).ifPresent(value -> {
            throw wrong(name, "is " + root.path(name).asText() + ", expected a number");
        });
        return number;
    }

    /**
     * @throws RepositoryFileException if it is there and neither true nor false
     */
    public Optional<Boolean> flag(String name) {
        return optional(name, JsonNode::isBoolean, "true or false", JsonNode::asBoolean);
    }

    <T> Optional<T> optional(String name, Predicate<JsonNode> kind, String kindName, Function<JsonNode, T> conversion) {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!kind.test(value)) {
            throw wrong(name, "is not " + kindName);
        }
        return Optional.of(conversion.apply(value));
    }

    /** A fault of a key of this file. */
    public RepositoryFileException wrong(String name, String fault) {
        return new RepositoryFileException(file + ": '" + name + "' " + fault);
    }
}
