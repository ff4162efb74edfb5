package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.ServingException;

/** Members of a request's JSON that must be there, and of a type. */
final class JsonMembers {

    private JsonMembers() {}

    static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        require(value.isTextual(), name, "a string");
        return value.textValue();
    }

    static JsonNode array(JsonNode object, String name) {
        JsonNode value = object.path(name);
        require(value.isArray(), name, "an array");
        return value;
    }

    static void require(boolean fits, String name, String expected) {
        if (!fits) {
            throw ServingException.invalid("Unable to parse '" + name + "': expected " + expected);
        }
    }
}
