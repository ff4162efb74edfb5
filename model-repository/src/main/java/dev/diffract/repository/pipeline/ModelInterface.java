package dev.diffract.repository.pipeline;

import java.util.List;

/** Everything that a served model takes and gives. */
public record ModelInterface(List<TensorSpec> inputs, List<TensorSpec> outputs) {

    public ModelInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
