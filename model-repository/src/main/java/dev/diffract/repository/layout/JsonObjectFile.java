package dev.diffract.repository.layout;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A JSON object in a file, whose optional fields are asked for by name and kind. {@code null} counts as absent. */
final class JsonObjectFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final JsonNode root;

    private JsonObjectFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * @param purpose what the file is, for the message when it is missing
     * @throws RepositoryFileException if the file is missing or holds no JSON object
     * @throws IOException if it cannot be read
     */
    static JsonObjectFile read(Path file, String purpose) throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            if (!root.isObject()) {
                throw new RepositoryFileException(file + " holds no JSON object");
            }
            return new JsonObjectFile(file, root);
        } catch (NoSuchFileException e) {
            throw new RepositoryFileException(file + " (" + purpose + ") does not exist", e);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new RepositoryFileException(
                    file + " is no JSON: line " + place.getLineNr() + ", column " + place.getColumnNr(), e);
        }
    }

    JsonNode root() {
        return root;
    }

    Optional<String> text(String name) {
        return optional(name, JsonNode::isTextual, "text", JsonNode::asText);
    }

    Optional<Integer> integer(String name) {
        return optional(name, JsonNode::isInt, "a whole number", JsonNode::asInt);
    }

    Optional<Double> number(String name) {
        return optional(name, JsonNode::isNumber, "a number", JsonNode::asDouble);
    }

    Optional<Boolean> flag(String name) {
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

    RepositoryFileException wrong(String name, String fault) {
        return new RepositoryFileException(file + ": '" + name + "' " + fault);
    }
}
