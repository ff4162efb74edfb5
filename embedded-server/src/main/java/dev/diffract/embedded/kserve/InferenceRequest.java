package dev.diffract.embedded.kserve;

import java.util.List;

/**
 * A request as a client sent it, without its protocol.
 *
 * @param model name
 * @param version empty for the newest that is ready
 * @param id echoed in the response and named in errors; may be empty
 * @param options what the request's parameters ask for
 * @param inputs in the order sent
 * @param outputs names wanted; empty means all
 */
public record InferenceRequest(
        String model,
        String version,
        String id,
        RequestOptions options,
        List<InputTensor> inputs,
        List<String> outputs) {

    public InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** How Triton's error texts about one request begin. */
    public String label() {
        return "[request id: " + (id.isEmpty() ? "<id_unknown>" : id) + "] ";
    }
}
