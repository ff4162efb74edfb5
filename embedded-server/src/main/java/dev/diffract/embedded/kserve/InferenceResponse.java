package dev.diffract.embedded.kserve;

import dev.diffract.repository.kserve.Tensor;
import java.util.List;

/**
 * @param model name
 * @param version the one that ran
 * @param id the request's
 * @param outputs as requested, shapes with the batch dimension
 */
public record InferenceResponse(String model, long version, String id, List<Tensor> outputs) {

    public InferenceResponse {
        outputs = List.copyOf(outputs);
    }
}
