package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.diffract.embedded.kserve.ServingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer before it is sent.
 *
 * @param status HTTP's
 * @param headers besides Content-Length
 * @param body pieces in order
 */
record HttpReply(int status, Map<String, String> headers, List<ByteBuffer> body) {

    static final HttpReply OK = new HttpReply(200, Map.of("Content-Type", "application/json"), List.of());

    private static final Map<String, String> PLAIN = Map.of("Content-Type", "text/plain");

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static HttpReply json(JsonNode node) {
        return json(200, node);
    }

    /** An error in Triton's form: an object with one member. */
    static HttpReply error(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", message));
    }

    /** The same, said before Triton has noted that its answers are JSON. */
    static HttpReply early(int status, String message) {
        HttpReply reply = error(status, message);
        return new HttpReply(status, PLAIN, reply.body);
    }

    /** An answer of nothing to a question that is no inference. */
    static HttpReply healthy() {
        return new HttpReply(200, PLAIN, List.of());
    }

    static HttpReply error(Throwable failure) {
        ServingException serving = ServingException.of(failure);
        return error(serving.code().httpStatus(), serving.getMessage());
    }

    static HttpReply text(String contentType, String text) {
        return new HttpReply(200, Map.of("Content-Type", contentType), List.of(utf8(text)));
    }

    long length() {
        return body.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    private static HttpReply json(int status, JsonNode node) {
        return new HttpReply(status, JSON, List.of(utf8(node.toString())));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
