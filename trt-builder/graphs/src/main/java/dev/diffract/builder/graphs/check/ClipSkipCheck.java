package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.ClipSkips;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text encoder that gives clip skips against its original, whose layers' states are normalised here: (x - mean) /
 * sqrt(variance + epsilon) · weight + bias per token, in double precision.
 */
public final class ClipSkipCheck {

    private final ConversionCheck conversion;
    private final ClipSkips clipSkips;

    public ClipSkipCheck(ConversionCheck conversion, ClipSkips clipSkips) {
        this.conversion = conversion;
        this.clipSkips = clipSkips;
    }

    /**
     * @param original what {@link ClipSkips#withStates} made of the source
     * @throws CheckException if a graph does not run, the original's own output is not the final norm of its last layer's
     *     state, or the results differ by more than the bound
     */
    public NumericCheck compare(Path original, Path converted) {
        return conversion.compare(original, this::expected, converted);
    }

    private Map<String, Tensor> expected(Map<String, Tensor> original) {
        Map<String, Tensor> expected = new HashMap<>(original);
        Tensor given = original.get(clipSkips.first());
        Comparison last = new Comparison(conversion.bound());
        last.add(given, normalised(given.name(), 1, original));
        last.result();
        List<String> further = clipSkips.further();
        for (int i = 0; i < further.size(); i++) {
            expected.put(further.get(i), normalised(further.get(i), i + 2, original));
        }
        return expected;
    }

    private Tensor normalised(String name, int clipSkip, Map<String, Tensor> original) {
        Tensor state = original.get(ClipSkips.STATE + clipSkip);
        float[] weight = original.get(ClipSkips.WEIGHT).floats();
        float[] bias = original.get(ClipSkips.BIAS).floats();
        float[] numbers = state.floats();
        for (int token = 0; token < numbers.length; token += weight.length) {
            normalise(numbers, token, weight, bias);
        }
        return Tensor.ofFloats(name, TensorType.FP32, state.shape(), numbers);
    }

    private void normalise(float[] numbers, int from, float[] weight, float[] bias) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < weight.length; i++) {
            sum += numbers[from + i];
        }
        double mean = sum / weight.length;
        for (int i = 0; i < weight.length; i++) {
            squares += (numbers[from + i] - mean) * (numbers[from + i] - mean);
        }
        double deviation = Math.sqrt(squares / weight.length + clipSkips.epsilon());
        for (int i = 0; i < weight.length; i++) {
            numbers[from + i] = (float) ((numbers[from + i] - mean) / deviation * weight[i] + bias[i]);
        }
    }
}
