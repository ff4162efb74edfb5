package dev.diffract.frontend.triton;

import dev.diffract.kserve.ModelMetadataResponse;
import dev.diffract.kserve.ModelMetadataResponse.TensorMetadata;
import dev.diffract.repository.kserve.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a served model takes and gives, as its server says.
 *
 * @param inputs by name
 * @param outputs by name
 */
public record ModelSignature(Map<String, TensorSlot> inputs, Map<String, TensorSlot> outputs) {

    public ModelSignature {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /**
     * @throws IllegalArgumentException if a datatype is unknown or a name stands twice
     */
    public static ModelSignature of(ModelMetadataResponse metadata) {
        return new ModelSignature(slots(metadata.getInputsList()), slots(metadata.getOutputsList()));
    }

    private static Map<String, TensorSlot> slots(List<TensorMetadata> tensors) {
        return tensors.stream()
                .map(tensor -> new TensorSlot(
                        tensor.getName(), TensorType.ofWireName(tensor.getDatatype()), tensor.getShapeList()))
                .collect(Collectors.toMap(TensorSlot::name, Function.identity(), (first, second) -> {
                    throw new IllegalArgumentException("tensor '" + first.name() + "' stands twice in the metadata");
                }));
    }

    /**
     * One input or output.
     *
     * @param shape with the batch first; -1 is any size
     */
    public record TensorSlot(String name, TensorType type, List<Long> shape) {

        private static final Set<TensorType> FRACTIONS = EnumSet.of(TensorType.FP32, TensorType.FP64);

        public TensorSlot {
            shape = List.copyOf(shape);
        }

        /** Whether a timestep keeps what stands behind its point. FP16 rounds it, to halves from 512 on. */
        public boolean takesFractions() {
            return FRACTIONS.contains(type);
        }

        /** Whether a tensor of that shape fits. */
        public boolean takes(List<Long> actual) {
            if (actual.size() != shape.size()) {
                return false;
            }
            for (int i = 0; i < actual.size(); i++) {
                long allowed = shape.get(i);
                if (actual.get(i) < 0 || (allowed >= 0 && allowed != actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
