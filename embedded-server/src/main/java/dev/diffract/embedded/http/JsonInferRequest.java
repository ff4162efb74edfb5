package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.InferenceRequest;
import dev.diffract.embedded.kserve.InputTensor;
import dev.diffract.embedded.kserve.RequestOptions;
import dev.diffract.embedded.kserve.ServingException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An inference request of HTTP: a JSON header, and behind it the bytes of those inputs that are sent in binary, in order.
 *
 * @param request in the server's words
 * @param binaryOutputs by output name, where the request says so for one output
 * @param binaryByDefault for all others
 */
record JsonInferRequest(InferenceRequest request, Map<String, Boolean> binaryOutputs, boolean binaryByDefault) {

    private static final String BINARY_DATA_OUTPUT = "binary_data_output";

    /** Whether an output is wanted in binary. */
    boolean binary(String output) {
        return binaryOutputs.getOrDefault(output, binaryByDefault);
    }

    /**
     * @throws ServingException INVALID_ARGUMENT, naming the member or the header that is wrong
     */
    static JsonInferRequest parse(String model, String version, HttpRequestData http) {
        int headerLength = headerLength(http);
        JsonNode json = JsonBody.parse(http.body(), headerLength);
        BinaryTail tail = new BinaryTail(
                model,
                http.headerLength().isPresent(),
                ByteBuffer.wrap(http.body(), headerLength, http.body().length - headerLength));
        List<InputTensor> inputs = new ArrayList<>();
        for (JsonNode input : JsonMembers.array(json, "inputs")) {
            inputs.add(input(input, tail));
        }
        tail.requireConsumed();
        Map<String, Object> parameters = parameters(json.path("parameters"));
        boolean binaryByDefault = binary(parameters.remove(BINARY_DATA_OUTPUT));
        Map<String, Boolean> binaryOutputs = new HashMap<>();
        List<String> outputs = new ArrayList<>();
        if (json.has("outputs")) {
            for (JsonNode output : JsonMembers.array(json, "outputs")) {
                String name = JsonMembers.text(output, "name");
                outputs.add(name);
                JsonNode binary = output.path("parameters").path("binary_data");
                if (!binary.isMissingNode()) {
                    JsonMembers.require(binary.isBoolean(), "binary_data", "a boolean");
                    binaryOutputs.put(name, binary.booleanValue());
                }
            }
        }
        String id = json.has("id") ? JsonMembers.text(json, "id") : "";
        RequestOptions options = RequestOptions.parse(parameters);
        return new JsonInferRequest(
                new InferenceRequest(model, version, id, options, inputs, outputs), binaryOutputs, binaryByDefault);
    }

    private static int headerLength(HttpRequestData http) {
        int total = http.body().length;
        if (http.headerLength().isEmpty()) {
            return total;
        }
        String text = http.headerLength().get();
        try {
            int length = Integer.parseInt(text.strip());
            if (length > 0 && length <= total) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw ServingException.invalid("Unable to parse Inference-Header-Content-Length, got: " + text);
        }
        throw ServingException.invalid("inference header size should be in range (0, " + total + "), got: " + text);
    }

    private static InputTensor input(JsonNode input, BinaryTail tail) {
        String name = JsonMembers.text(input, "name");
        String datatype = JsonMembers.text(input, "datatype");
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : JsonMembers.array(input, "shape")) {
            JsonMembers.require(dimension.canConvertToLong() && dimension.isIntegralNumber(), "shape", "integers");
            shape.add(dimension.longValue());
        }
        JsonNode parameters = input.path("parameters");
        if (parameters.has("shared_memory_region")) {
            throw ServingException.invalid("input '" + name + "' names the shared memory region '"
                    + parameters.get("shared_memory_region").asText() + "', but this server has no shared memory");
        }
        JsonNode size = parameters.path("binary_data_size");
        if (input.has("data") != size.isMissingNode()) {
            throw ServingException.invalid(
                    "Input must set only one of the following fields: 'data', 'binary_data_size' in"
                            + " 'parameters', 'shared_memory_region' in 'parameters'. But "
                            + (input.has("data") ? "set 'data' 'binary_data_size'" : "no field is set") + " for input '"
                            + name
                            + "'");
        }
        ByteBuffer data = size.isMissingNode()
                ? new JsonData(name, datatype).read(input.get("data"), shape)
                : tail.take(name, size);
        return new InputTensor(name, datatype, shape, data);
    }

    private static Map<String, Object> parameters(JsonNode node) {
        Map<String, Object> parameters = new HashMap<>();
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            Object plain = value.asText();
            if (value.isBoolean()) {
                plain = value.booleanValue();
            } else if (value.canConvertToLong() && value.isIntegralNumber()) {
                plain = value.longValue();
            } else if (value.isNumber()) {
                plain = value.doubleValue();
            }
            parameters.put(field.getKey(), plain);
        });
        return parameters;
    }

    private static boolean binary(Object parameter) {
        JsonMembers.require(parameter == null || parameter instanceof Boolean, BINARY_DATA_OUTPUT, "a boolean");
        return Boolean.TRUE.equals(parameter);
    }
}
