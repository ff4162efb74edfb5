package dev.diffract.repository.pipeline;

import java.util.List;
import java.util.Optional;

/** Everything that a served model takes and gives. */
public record ModelInterface(List<TensorSpec> inputs, List<TensorSpec> outputs) {

    public ModelInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public Optional<TensorSpec> input(String name) {
        return find(inputs, name);
    }

    public Optional<TensorSpec> output(String name) {
        return find(outputs, name);
    }

    private static Optional<TensorSpec> find(List<TensorSpec> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }
}
