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
 * @param offered names of outputs wanted where the model has them, which models of older repositories may not
 */
public record InferenceCall(String model, List<Tensor> inputs, List<String> outputs, List<String> offered) {
    public InferenceCall {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        offered = List.copyOf(offered);
    }

    /** A call whose outputs every model of its kind has. */
    public InferenceCall(String model, List<Tensor> inputs, List<String> outputs) {
        this(model, inputs, outputs, List.of());
    }

    /** Rows of the batch; 1 for a call without inputs. */
    public long rows() {
        return inputs.isEmpty() ? 1 : inputs.get(0).shape()[0];
    }
}
