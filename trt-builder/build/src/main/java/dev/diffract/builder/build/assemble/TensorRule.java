package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a component's input or output has to look like before it is changed for serving.
 *
 * @param types what exporters write
 * @param ranks batch included
 * @param channels the size of dimension 1, or empty if any
 */
record TensorRule(String name, Set<TensorType> types, List<Integer> ranks, Optional<Long> channels) {

    private static final Set<TensorType> FLOATS = Set.of(TensorType.FP32, TensorType.FP16);
    private static final Set<TensorType> NUMBERS =
            Set.of(TensorType.FP32, TensorType.FP16, TensorType.FP64, TensorType.INT64, TensorType.INT32);

    static TensorRule floats(String name, int rank) {
        return new TensorRule(name, FLOATS, List.of(rank), Optional.empty());
    }

    static TensorRule picture(String name, long channels) {
        return new TensorRule(name, FLOATS, List.of(4), Optional.of(channels));
    }

    static TensorRule timestep(String name) {
        return new TensorRule(name, NUMBERS, List.of(0, 1), Optional.empty());
    }

    static TensorRule ids(String name) {
        return new TensorRule(name, Set.of(TensorType.INT64, TensorType.INT32), List.of(2), Optional.empty());
    }

    static TensorRule flags(String name) {
        return new TensorRule(name, Set.of(TensorType.BOOL), List.of(1), Optional.empty());
    }

    /** A sentence per fault of the signature's input of this name. */
    Optional<String> faultOfInput(Signature signature) {
        return signature
                .input(name)
                .map(this::fault)
                .orElseGet(() -> Optional.of("it has no input " + name + " among " + signature.inputs()));
    }

    /** A sentence per fault of the signature's output of this name. */
    Optional<String> faultOfOutput(Signature signature) {
        return signature
                .output(name)
                .map(this::fault)
                .orElseGet(() -> Optional.of("it has no output " + name + " among " + signature.outputs()));
    }

    /** Whether a tensor certainly is such a one, whatever its name. */
    boolean admits(TensorInfo tensor) {
        boolean known = tensor.dims().isPresent()
                && (channels.isEmpty() || channels.get().equals(tensor.dim(1)));
        return known && fault(tensor).isEmpty();
    }

    private Optional<String> fault(TensorInfo tensor) {
        boolean type =
                ElementTypes.of(tensor.elementType()).filter(types::contains).isPresent();
        boolean rank = tensor.dims()
                .map(List::size)
                .filter(size -> !ranks.contains(size))
                .isEmpty();
        boolean channel = channels.isEmpty()
                || tensor.dim(1) == TensorInfo.DYNAMIC
                || channels.get().equals(tensor.dim(1));
        return type && rank && channel ? Optional.empty() : Optional.of(tensor + " should be " + this);
    }

    /** For messages: {@code FP16 or FP32 of rank 4 with 4 channels}. */
    @Override
    public String toString() {
        return types.stream().map(TensorType::wireName).sorted().collect(Collectors.joining(" or "))
                + " of rank "
                + ranks.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                + channels.map(size -> " with " + size + " channels").orElse("");
    }
}
