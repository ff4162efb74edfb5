package dev.diffract.embedded.kserve;

import dev.diffract.repository.kserve.Tensor;
import java.util.List;

/**
 * A request that fits its model.
 *
 * @param label how errors about it begin
 * @param id echoed
 * @param options priority and timeout
 * @param batchSize samples; 0 if the model has no batch dimension
 * @param inputs in the order of the model's configuration, shaped as the model's graph wants them (after any
 *     {@code reshape})
 * @param outputs names wanted, never empty
 */
public record CheckedRequest(
        String label, String id, RequestOptions options, int batchSize, List<Tensor> inputs, List<String> outputs) {

    public CheckedRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** What the request counts in inference_count. */
    public int samples() {
        return Math.max(1, batchSize);
    }
}
