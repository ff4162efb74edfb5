package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a graph takes and gives. Initialisers that old exporters list as inputs too are not inputs. */
public record Signature(List<TensorInfo> inputs, List<TensorInfo> outputs) {

    public static Signature of(GraphProto graph) {
        Set<String> initialised =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        return new Signature(
                graph.getInputList().stream()
                        .filter(input -> !initialised.contains(input.getName()))
                        .map(TensorInfo::of)
                        .toList(),
                graph.getOutputList().stream().map(TensorInfo::of).toList());
    }

    public Optional<TensorInfo> input(String name) {
        return find(inputs, name);
    }

    public Optional<TensorInfo> output(String name) {
        return find(outputs, name);
    }

    public boolean takes(String... names) {
        return Stream.of(names).allMatch(name -> input(name).isPresent());
    }

    public boolean gives(String name) {
        return output(name).isPresent();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "inputs " + inputs + ", outputs " + outputs;
    }

    private static Optional<TensorInfo> find(List<TensorInfo> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }
}
