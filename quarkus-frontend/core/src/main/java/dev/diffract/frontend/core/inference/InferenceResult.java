package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The answer to an {@link InferenceCall}, in the server's own types.
 *
 * @param outputs with the batch as first dimension
 */
public record InferenceResult(List<Tensor> outputs) {
    public InferenceResult {
        outputs = List.copyOf(outputs);
    }

    public Optional<Tensor> find(String name) {
        return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
    }
}
