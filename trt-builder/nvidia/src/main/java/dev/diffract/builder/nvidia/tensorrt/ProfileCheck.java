package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Do the shape profiles fit the graph? */
final class ProfileCheck {

    private ProfileCheck() {}

    /** @throws TensorRtException with {@link Reason#GRAPH}: the first input that does not fit, and why */
    static void check(Path onnx, List<NetworkInput> inputs, List<ShapeProfile> profiles) {
        Optional<NetworkInput> dynamic =
                inputs.stream().filter(input -> input.shape().isDynamic()).findFirst();
        if (profiles.isEmpty() && dynamic.isPresent()) {
            throw wrong(
                    onnx,
                    "input '" + dynamic.get().name() + "' (" + dynamic.get().shape()
                            + ") has a dynamic dimension, and there is no shape profile");
        }
        for (int index = 0; index < profiles.size(); index++) {
            check(onnx, inputs, profiles.get(index), "shape profile " + index);
        }
    }

    private static void check(Path onnx, List<NetworkInput> inputs, ShapeProfile profile, String which) {
        for (Map.Entry<String, ShapeRange> entry : profile.inputs().entrySet()) {
            NetworkInput input = inputs.stream()
                    .filter(candidate -> candidate.name().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            onnx,
                            which + " names an input '" + entry.getKey() + "'; the graph has "
                                    + inputs.stream().map(NetworkInput::name).toList()));
            input.objection(entry.getValue()).ifPresent(objection -> {
                throw wrong(
                        onnx,
                        which + " gives '" + input.name() + "' the shapes " + entry.getValue() + ", but the input "
                                + objection);
            });
        }
        inputs.stream()
                .filter(input -> input.shape().isDynamic())
                .filter(input -> !profile.inputs().containsKey(input.name()))
                .findFirst()
                .ifPresent(input -> {
                    throw wrong(
                            onnx,
                            which + " leaves out input '" + input.name() + "' (" + input.shape()
                                    + "), which has a dynamic dimension");
                });
    }

    private static TensorRtException wrong(Path onnx, String what) {
        return new TensorRtException(Reason.GRAPH, onnx + ": " + what + ".");
    }
}
