package dev.diffract.frontend.dialect.nativ.request;

import com.fasterxml.jackson.databind.JsonNode;

/** What users call the kinds of JSON values. */
final class JsonKind {

    private JsonKind() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "null";
        };
    }
}
