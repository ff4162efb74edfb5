package dev.diffract.embedded.kserve;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;

/**
 * What the parameters of a request ask for.
 *
 * @param priority 0 for the model's default; 1 is the highest level
 * @param timeoutMicros how long the request may wait in the queue; 0 for the model's default
 */
public record RequestOptions(long priority, long timeoutMicros) {

    /** Nothing asked for. */
    public static final RequestOptions NONE = new RequestOptions(0, 0);

    private static final String EMPTY_FINAL_RESPONSE = "triton_enable_empty_final_response";
    private static final Set<String> SEQUENCE_FLAGS = Set.of("sequence_start", "sequence_end");

    /**
     * @param parameters values as Boolean, Long, String, Double, or BigInteger for an unsigned number
     * @throws ServingException INVALID_ARGUMENT for a wrong type of value or a reserved key
     */
    public static RequestOptions parse(Map<String, Object> parameters) {
        long priority = 0;
        long timeout = 0;
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            String key = parameter.getKey();
            Object value = parameter.getValue();
            if (key.equals("priority")) {
                priority = priority(value);
            } else if (key.equals("timeout")) {
                require(value instanceof Long, key, "int64_param");
                timeout = (Long) value;
            } else if (key.equals("sequence_id")) {
                require(value instanceof Long || value instanceof String, key, "int64_param or string_param");
            } else if (SEQUENCE_FLAGS.contains(key) || key.equals(EMPTY_FINAL_RESPONSE)) {
                require(value instanceof Boolean, key, "bool_param");
            } else if (key.startsWith("triton_")) {
                throw ServingException.invalid(
                        "parameter keys starting with 'triton_' are reserved for Triton usage. Only"
                                + " the following keys starting with 'triton_' are allowed: " + EMPTY_FINAL_RESPONSE);
            } else if (value instanceof BigInteger) {
                throw ServingException.invalid("invalid value type for '" + key
                        + "' parameter, expected int64_param, bool_param, or string_param.");
            }
        }
        return new RequestOptions(priority, Math.max(0, timeout));
    }

    private static long priority(Object value) {
        require(value instanceof Long || value instanceof BigInteger, "priority", "int64_param or uint64_param");
        long priority = ((Number) value).longValue();
        if (value instanceof Long && priority < 0) {
            throw ServingException.invalid("invalid value for 'priority', expected value >= 0.");
        }
        return priority;
    }

    private static void require(boolean fits, String key, String expected) {
        if (!fits) {
            throw ServingException.invalid(
                    "invalid value type for '" + key + "' parameter, expected " + expected + ".");
        }
    }
}
