package dev.diffract.builder.graphs.check;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Differences between numbers that should be equal, gathered over several runs. */
final class Comparison {

    private final ErrorBound bound;
    private double largestValue;
    private double maxError;
    private double sum;
    private long count;

    Comparison(ErrorBound bound) {
        this.bound = bound;
    }

    /**
     * @throws CheckException if the shapes differ, or a number is not finite
     */
    void add(Tensor expected, Tensor actual) {
        if (!Arrays.equals(expected.shape(), actual.shape())) {
            throw new CheckException("the original gives " + expected + ", the converted graph " + actual);
        }
        add(expected.name(), numbers(expected), numbers(actual));
    }

    void add(String name, float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) expected[i] - actual[i]);
            if (Double.isNaN(error) || Double.isInfinite(error)) {
                throw new DifferenceException(name + " holds numbers that are not finite: original " + expected[i]
                        + ", converted " + actual[i]);
            }
            largestValue = Math.max(largestValue, Math.abs(expected[i]));
            maxError = Math.max(maxError, error);
            sum += error;
        }
        count += expected.length;
    }

    /**
     * @throws DifferenceException if the largest difference or the mean is beyond the bound
     */
    NumericCheck result() {
        double scale = Math.max(1, largestValue);
        if (count == 0) {
            throw new CheckException("nothing was compared");
        }
        double meanError = sum / count;
        if (maxError > bound.max() * scale) {
            throw new DifferenceException(
                    "converted and original differ by up to " + maxError + ", " + bound.max() * scale + " is allowed");
        }
        if (meanError > bound.mean() * scale) {
            throw new DifferenceException("converted and original differ by " + meanError + " on average, "
                    + bound.mean() * scale + " is allowed");
        }
        return new NumericCheck(maxError, meanError, bound.max() * scale, largestValue);
    }

    private static float[] numbers(Tensor tensor) {
        if (tensor.type() != TensorType.BOOL) {
            return tensor.floats();
        }
        ByteBuffer flags = tensor.data();
        float[] numbers = new float[flags.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = flags.get(i);
        }
        return numbers;
    }
}
