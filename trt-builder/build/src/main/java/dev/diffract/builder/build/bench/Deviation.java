package dev.diffract.builder.build.bench;

import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;

/** How far results are from those they should be, gathered over several tensors. Numbers that are not finite are infinitely far. */
final class Deviation {

    private double largestValue;
    private double largestError;
    private double sum;
    private long count;

    /**
     * Compares one sample of a batch with the same sample computed alone.
     *
     * @param expected one sample
     * @param sample index into the batch
     * @throws BenchException if a sample of the batch has another number of values
     */
    void add(Tensor expected, Tensor batch, int sample) {
        double[] all = numbers(batch);
        double[] one = numbers(expected);
        if (batch.shape().length == 0 || all.length != one.length * batch.shape()[0]) {
            throw new BenchException("the engine gives " + batch + " where ONNX Runtime gives " + expected
                    + ": build both repositories from one folder with one version of the program");
        }
        for (int i = 0; i < one.length; i++) {
            add(one[i], all[sample * one.length + i]);
        }
    }

    private void add(double expected, double actual) {
        double error = Math.abs(expected - actual);
        if (Double.isNaN(error)) {
            error = Double.POSITIVE_INFINITY;
        }
        largestValue = Math.max(largestValue, Math.abs(expected));
        largestError = Math.max(largestError, error);
        sum += error;
        count++;
    }

    /** The largest error as a share of the largest expected value; absolute where no value is beyond 1. */
    double max() {
        return largestError / scale();
    }

    /** The mean error on the same scale. */
    double mean() {
        return count == 0 ? 0 : sum / count / scale();
    }

    boolean within(ErrorBound bound) {
        return count > 0 && max() <= bound.max() && mean() <= bound.mean();
    }

    private double scale() {
        return Math.max(1, largestValue);
    }

    private static double[] numbers(Tensor tensor) {
        double[] numbers = new double[Math.toIntExact(tensor.elementCount())];
        ByteBuffer bytes = tensor.data();
        if (tensor.type() == TensorType.BOOL || tensor.type() == TensorType.UINT8) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Byte.toUnsignedInt(bytes.get());
            }
            return numbers;
        }
        float[] floats = tensor.floats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }
}
