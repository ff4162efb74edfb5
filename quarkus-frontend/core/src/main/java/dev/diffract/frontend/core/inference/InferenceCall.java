package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import java.util.List;

/**
 * A request to a served model. Floating point inputs are FP32 and whole-number inputs INT64, whatever the server wants:
 * the gateway converts them with {@link TensorTypes#convert} to the types of the server's model metadata.
 *
 * @param model the served model's name
 * @param inputs with the batch as first dimension
 * @param outputs names of the outputs wanted
 */
public record InferenceCall(String model, List<Tensor> inputs, List<String> outputs) {
    public InferenceCall {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Rows of the batch; 1 for a call without inputs. */
    public long rows() {
        return inputs.isEmpty() ? 1 : inputs.get(0).shape()[0];
    }
}
