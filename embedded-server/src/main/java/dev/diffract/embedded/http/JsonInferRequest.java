package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.embedded.kserve.ErrorCode;
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
    static JsonInferRequest parse(String model, String version, HttpRequestData http, int headerLength) {
        JsonNode json = JsonBody.parse(http.body(), headerLength);
        BinaryTail tail =
                new BinaryTail(model, ByteBuffer.wrap(http.body(), headerLength, http.body().length - headerLength));
        List<InputTensor> inputs = new ArrayList<>();
        for (JsonNode input : JsonMembers.array(json, "inputs")) {
            inputs.add(input(input, tail));
        }
        tail.requireConsumed();
        JsonNode parameters = json.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isObject()) {
            throw new ServingException(
                    ErrorCode.INTERNAL, "failed to get request params.: attempt to get members for non-object");
        }
        boolean binaryByDefault = parameters.has(BINARY_DATA_OUTPUT)
                && JsonMembers.flag(parameters.get(BINARY_DATA_OUTPUT), BINARY_DATA_OUTPUT);
        Map<String, Boolean> binaryOutputs = new HashMap<>();
        List<String> outputs = new ArrayList<>();
        if (json.has("outputs")) {
            for (JsonNode output : JsonMembers.array(json, "outputs")) {
                String name = JsonMembers.text(output, "name");
                outputs.add(name);
                JsonNode binary = output.path("parameters").path("binary_data");
                if (!binary.isMissingNode()) {
                    binaryOutputs.put(name, JsonMembers.flag(binary, "binary_data"));
                }
            }
        }
        String id = json.has("id") ? JsonMembers.text(json, "id") : "";
        RequestOptions options = JsonParameters.parse(parameters);
        return new JsonInferRequest(
                new InferenceRequest(model, version, id, options, inputs, outputs), binaryOutputs, binaryByDefault);
    }

    /**
     * Bytes of the JSON at the beginning of a request's body.
     *
     * @throws ServingException INVALID_ARGUMENT if the body has fewer, or there is no JSON
     */
    static int headerLength(HttpRequestData http) {
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
            throw noRawBody(text);
        }
        if (text.strip().equals("0")) {
            throw noRawBody(text);
        }
        throw ServingException.invalid("inference header size should be in range (0, " + total + "), got: " + text);
    }

    /** Triton takes such a body for the bytes of the one input of the model. */
    private static ServingException noRawBody(String headerLength) {
        return ServingException.invalid("Inference-Header-Content-Length is '" + headerLength
                + "', but this server needs a JSON header before the tensors' bytes");
    }

    private static InputTensor input(JsonNode input, BinaryTail tail) {
        String name = JsonMembers.text(input, "name");
        String datatype = JsonMembers.text(input, "datatype");
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : JsonMembers.array(input, "shape")) {
            shape.add(JsonMembers.unsigned(dimension, "shape"));
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
                            + (input.has("data") ? "set 'data' 'binary_data_size'" : "no field is set"));
        }
        ByteBuffer data = size.isMissingNode()
                ? new JsonData(name, datatype).read(input.get("data"), shape)
                : tail.take(name, size);
        return new InputTensor(name, datatype, shape, data);
    }
}
