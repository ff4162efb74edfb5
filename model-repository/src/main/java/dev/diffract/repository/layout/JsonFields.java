package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A JSON object whose fields are asked for by name and kind; what is missing is named with its path. */
record JsonFields(String path, JsonNode node) {

    JsonFields {
        if (!node.isObject()) {
            throw new ManifestException((path.isEmpty() ? "the document" : path) + " is not an object");
        }
    }

    String text(String name) {
        return field(name, JsonNode::isTextual, "text").asText();
    }

    Optional<String> optionalText(String name) {
        return node.has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    int integer(String name) {
        return field(name, JsonNode::isInt, "a whole number").asInt();
    }

    long whole(String name) {
        return field(name, JsonNode::isIntegralNumber, "a whole number").asLong();
    }

    double number(String name) {
        return field(name, JsonNode::isNumber, "a number").asDouble();
    }

    JsonFields object(String name) {
        return new JsonFields(path + "/" + name, field(name, JsonNode::isObject, "an object"));
    }

    List<JsonFields> array(String name) {
        List<JsonFields> elements = new ArrayList<>();
        JsonNode array = field(name, JsonNode::isArray, "an array");
        for (int i = 0; i < array.size(); i++) {
            elements.add(new JsonFields(path + "/" + name + "/" + i, array.get(i)));
        }
        return elements;
    }

    /** An array of numbers. */
    List<Double> numbers(String name) {
        return numbers(path + "/" + name, field(name, JsonNode::isArray, "an array"));
    }

    /** An array of arrays of numbers. */
    List<List<Double>> rows(String name) {
        List<List<Double>> rows = new ArrayList<>();
        field(name, JsonNode::isArray, "an array")
                .forEach(row -> rows.add(numbers(path + "/" + name + "/" + rows.size(), row)));
        return rows;
    }

    private static List<Double> numbers(String path, JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.isNumber() ? number.asDouble() : null));
        if (!array.isArray() || numbers.contains(null)) {
            throw new ManifestException(path + " is not an array of numbers");
        }
        return numbers;
    }

    private JsonNode field(String name, Predicate<JsonNode> kind, String kindName) {
        JsonNode value = node.path(name);
        if (!kind.test(value)) {
            throw new ManifestException(
                    path + "/" + name + (value.isMissingNode() ? " is missing" : " is not " + kindName));
        }
        return value;
    }
}
