package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;

/** Members of a request's JSON that must be there, and of a type. What is wrong about them is INTERNAL to Triton. */
final class JsonMembers {

    private JsonMembers() {}

    static String text(JsonNode object, String name) {
        JsonNode value = present(object, name);
        require(value.isTextual(), name, "string", "string");
        return value.textValue();
    }

    static JsonNode array(JsonNode object, String name) {
        JsonNode value = present(object, name);
        require(value.isArray(), name, "array", "array");
        return value;
    }

    /** A number from 0 to the largest long. */
    static long unsigned(JsonNode value, String name) {
        require(
                value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0,
                name,
                "unsigned-integer",
                "unsigned-integer");
        return value.longValue();
    }

    static boolean flag(JsonNode value, String name) {
        require(value.isBoolean(), name, "boolean", "boolean");
        return value.booleanValue();
    }

    /**
     * @param not what the value is not
     * @param as what it was wanted as
     */
    static void require(boolean fits, String name, String not, String as) {
        if (!fits) {
            throw unreadable(name, "attempt to access JSON non-" + not + " as " + as);
        }
    }

    static ServingException unreadable(String name, String why) {
        return new ServingException(ErrorCode.INTERNAL, "Unable to parse '" + name + "': " + why);
    }

    private static JsonNode present(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            throw unreadable(name, "attempt to access non-existing object member '" + name + "'");
        }
        return value;
    }
}
