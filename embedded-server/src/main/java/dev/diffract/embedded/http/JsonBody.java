package dev.diffract.embedded.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.embedded.kserve.ServingException;
import java.io.IOException;

/** JSON of a request's body. */
final class JsonBody {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /**
     * @throws ServingException INVALID_ARGUMENT if the bytes are no JSON object
     */
    static JsonNode parse(byte[] bytes, int length) {
        JsonNode node;
        try {
            node = JSON.readTree(bytes, 0, length);
        } catch (JsonProcessingException e) {
            throw ServingException.invalid("failed to parse the request JSON buffer: line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": "
                    + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
        if (node == null || !node.isObject()) {
            throw ServingException.invalid("failed to parse the request JSON buffer: expected a JSON object");
        }
        return node;
    }

    /** As {@link #parse}; no bytes mean an empty object. */
    static JsonNode parseOrEmpty(byte[] bytes) {
        return bytes.length == 0 ? JSON.createObjectNode() : parse(bytes, bytes.length);
    }
}
