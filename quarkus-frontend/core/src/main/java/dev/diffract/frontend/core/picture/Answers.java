package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes outputs out of answers, and trusts none. */
final class Answers {

    private Answers() {}

    /**
     * @throws IllegalArgumentException if there is no such output, or it has another shape or no floating point type
     */
    static float[] floats(InferenceResult result, String name, long... shape) {
        return output(result, name, shape).floats();
    }

    /**
     * @throws IllegalArgumentException if there is no such output, or it has another shape or another type than UINT8
     */
    static byte[] bytes(InferenceResult result, String name, long... shape) {
        Tensor tensor = output(result, name, shape);
        if (tensor.type() != TensorType.UINT8) {
            throw new IllegalArgumentException("output " + tensor + " should be UINT8");
        }
        ByteBuffer data = tensor.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static Tensor output(InferenceResult result, String name, long... shape) {
        Tensor tensor =
                result.find(name).orElseThrow(() -> new IllegalArgumentException("there is no output '" + name + "'"));
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("output " + tensor + " should have shape " + Arrays.toString(shape));
        }
        return tensor;
    }
}
