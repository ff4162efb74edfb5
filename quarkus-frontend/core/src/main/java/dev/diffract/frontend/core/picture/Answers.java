package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes outputs out of answers, and trusts none. */
final class Answers {

    private Answers() {}

    /**
     * @param label of the state that asked, for people
     * @throws IllegalArgumentException if there is no such output, or it has another shape or no floating point type
     * @throws NotFiniteException if one of its values is NaN or infinity
     */
    static float[] floats(
            InferenceResult result, TensorSpec spec, PipelineNumbers numbers, CallSize size, String label) {
        return checked(output(result, spec, numbers, size).floats(), spec, label);
    }

    /**
     * @param values of an output
     * @param label of the state that asked, for people
     * @return the values
     * @throws NotFiniteException if one of them is NaN or infinity
     */
    static float[] checked(float[] values, TensorSpec spec, String label) {
        if (!Finite.all(values)) {
            throw NotFiniteException.ofOutput(spec.name(), label);
        }
        return values;
    }

    /**
     * @throws IllegalArgumentException if there is no such output, or it has another shape or another type than UINT8
     */
    static byte[] bytes(InferenceResult result, TensorSpec spec, PipelineNumbers numbers, CallSize size) {
        ByteBuffer data = typed(output(result, spec, numbers, size), TensorType.UINT8);
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /**
     * One truth value.
     *
     * @throws IllegalArgumentException if there is no such output, or it has more values or another type than BOOL
     */
    static boolean flag(InferenceResult result, TensorSpec spec, PipelineNumbers numbers, CallSize size) {
        return typed(output(result, spec, numbers, size), TensorType.BOOL).get() != 0;
    }

    /**
     * As it came.
     *
     * @throws IllegalArgumentException if there is no such output, or it has another shape
     */
    static Tensor output(InferenceResult result, TensorSpec spec, PipelineNumbers numbers, CallSize size) {
        Tensor tensor = result.find(spec.name())
                .orElseThrow(() -> new IllegalArgumentException("there is no output '" + spec.name() + "'"));
        long[] shape = spec.shape(numbers, size);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("output " + tensor + " should have shape " + Arrays.toString(shape));
        }
        return tensor;
    }

    private static ByteBuffer typed(Tensor tensor, TensorType type) {
        if (tensor.type() != type) {
            throw new IllegalArgumentException("output " + tensor + " should be " + type);
        }
        return tensor.data();
    }
}
