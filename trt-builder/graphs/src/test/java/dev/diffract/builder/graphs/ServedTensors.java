package dev.diffract.builder.graphs;

import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.List;

/** Tensors of served models that belong to no family. */
public final class ServedTensors {

    private ServedTensors() {}

    public static ServedTensor of(String name, TensorType type, long... dims) {
        return new ServedTensor(name, type, Arrays.stream(dims).boxed().toList(), false);
    }

    /** One value per sample. */
    public static ServedTensor perSample(String name, TensorType type) {
        return new ServedTensor(name, type, List.of(1L), true);
    }
}
