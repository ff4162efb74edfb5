package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.ServingException;
import java.nio.ByteBuffer;

/** The bytes behind a request's JSON header, taken input by input. */
final class BinaryTail {

    private final String model;
    private final ByteBuffer rest;

    BinaryTail(String model, ByteBuffer rest) {
        this.model = model;
        this.rest = rest;
    }

    ByteBuffer take(String input, JsonNode size) {
        long missing = JsonMembers.unsigned(size, "binary_data_size") - rest.remaining();
        if (missing > 0) {
            throw ServingException.invalid("unexpected size for input '" + input + "', expecting " + missing
                    + " additional bytes for model '" + model + "'");
        }
        ByteBuffer data = rest.slice(rest.position(), size.intValue());
        rest.position(rest.position() + size.intValue());
        return data;
    }

    void requireConsumed() {
        if (rest.hasRemaining()) {
            throw ServingException.invalid("unexpected additional input data for model '" + model + "'");
        }
    }
}
