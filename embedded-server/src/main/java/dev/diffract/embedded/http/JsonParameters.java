package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import java.util.Map;
import java.util.Set;

/** Parameters of an inference request of HTTP, whose rules and sentences are not those of gRPC. */
final class JsonParameters {

    private static final String EMPTY_FINAL_RESPONSE = "triton_enable_empty_final_response";

    /** Read elsewhere, or by servers that keep sequences, which this one does not. */
    private static final Set<String> KNOWN =
            Set.of("binary_data_output", "sequence_id", "sequence_start", "sequence_end", EMPTY_FINAL_RESPONSE);

    private JsonParameters() {}

    /**
     * @throws ServingException INTERNAL for a number that is none, INVALID_ARGUMENT for a reserved key or a custom
     *     parameter of another type than Triton knows
     */
    static RequestOptions parse(JsonNode parameters) {
        long priority = 0;
        long timeout = 0;
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            String key = parameter.getKey();
            JsonNode value = parameter.getValue();
            if (key.equals("priority")) {
                priority = JsonMembers.unsigned(value, key);
            } else if (key.equals("timeout")) {
                timeout = JsonMembers.unsigned(value, key);
            } else if (!KNOWN.contains(key)) {
                custom(key, value);
            }
        }
        return new RequestOptions(priority, timeout);
    }

    private static void custom(String key, JsonNode value) {
        if (key.startsWith("triton_")) {
            throw ServingException.invalid("parameter keys starting with 'triton_' are reserved for Triton usage and"
                    + " should not be specified.");
        }
        if (!value.isTextual() && !value.isBoolean() && !value.isNumber()) {
            throw ServingException.invalid(
                    "parameter '" + key + "' has invalid type. It should be either 'int', 'bool', or 'string'.");
        }
    }
}
