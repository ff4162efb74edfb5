package dev.diffract.embedded.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.repository.json.JsonSyntax;
import java.io.IOException;

/** JSON of a request's body. */
final class JsonBody {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /**
     * @return any JSON; what is no object has no members
     * @throws ServingException INTERNAL, as Triton has it, if the bytes are no JSON; INVALID_ARGUMENT if they are beyond what
     *     is read
     */
    static JsonNode parse(byte[] bytes, int length) {
        JsonNode node;
        try {
            node = JSON.readTree(bytes, 0, length);
        } catch (StreamConstraintsException e) {
            throw new ServingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "failed to parse the request JSON buffer: it is " + JsonSyntax.fault(e),
                    e);
        } catch (JsonProcessingException e) {
            throw new ServingException(
                    ErrorCode.INTERNAL,
                    "failed to parse the request JSON buffer: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
        return node;
    }

    /** As {@link #parse}; no bytes mean an empty object. */
    static JsonNode parseOrEmpty(byte[] bytes) {
        return bytes.length == 0 ? JSON.createObjectNode() : parse(bytes, bytes.length);
    }
}
