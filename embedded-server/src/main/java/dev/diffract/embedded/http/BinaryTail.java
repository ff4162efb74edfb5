package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.ServingException;
import java.nio.ByteBuffer;

/** The bytes behind a request's JSON header, taken input by input. */
final class BinaryTail {

    private final String model;
    private final boolean headerLengthGiven;
    private final ByteBuffer rest;

    BinaryTail(String model, boolean headerLengthGiven, ByteBuffer rest) {
        this.model = model;
        this.headerLengthGiven = headerLengthGiven;
        this.rest = rest;
    }

    ByteBuffer take(String input, JsonNode size) {
        JsonMembers.require(
                size.isIntegralNumber() && size.canConvertToInt() && size.intValue() >= 0,
                "binary_data_size",
                "a number of bytes");
        if (!headerLengthGiven && size.intValue() > 0) {
            throw ServingException.invalid("must specify valid 'Inference-Header-Content-Length' in request header and"
                    + " 'binary_data_size' when passing inputs in binary data format");
        }
        int missing = size.intValue() - rest.remaining();
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
            throw ServingException.invalid(
                    "unexpected additional input data for model '" + model + "': " + rest.remaining() + " bytes");
        }
    }
}
