package dev.diffract.builder.graphs.check;

import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Values of one tensor for several samples: random, the same on every run, different per sample. Floating point values are
 * exact in half precision, so that a graph's own type does not show.
 */
final class Samples {

    /** Of a schedule with 1000 timesteps: early, middle, last. */
    private static final double[] TIMESTEPS = {981, 500, 1};

    private final String name;
    private final long[] shape;
    private final double[][] values;

    private Samples(String name, long[] shape, double[][] values) {
        this.name = name;
        this.shape = shape;
        this.values = values;
    }

    static Samples normal(String name, int samples, long... shape) {
        Random random = new Random(name.hashCode());
        return new Samples(name, shape, generate(samples, shape, () -> exactInHalf(random.nextGaussian())));
    }

    /** One sample per tensor of one row. */
    static Samples of(String name, List<Tensor> rows) {
        long[] shape = rows.get(0).shape();
        double[][] values = rows.stream()
                .map(Tensor::floats)
                .map(row -> IntStream.range(0, row.length)
                        .mapToDouble(i -> exactInHalf(row[i]))
                        .toArray())
                .toArray(double[][]::new);
        return new Samples(name, Arrays.copyOfRange(shape, 1, shape.length), values);
    }

    Samples times(double factor) {
        return map(value -> exactInHalf(value * factor));
    }

    /** With everything beyond {@code limit} brought back to it. */
    Samples within(double limit) {
        return map(value -> Math.max(-limit, Math.min(limit, value)));
    }

    /** Whole numbers from 0 to {@code bound} - 1. */
    static Samples whole(String name, int samples, int bound, long... shape) {
        Random random = new Random(name.hashCode());
        return new Samples(name, shape, generate(samples, shape, () -> random.nextInt(bound)));
    }

    static Samples timesteps(String name, int samples) {
        return new Samples(
                name,
                new long[0],
                IntStream.range(0, samples)
                        .mapToObj(i -> new double[] {TIMESTEPS[i % TIMESTEPS.length]})
                        .toArray(double[][]::new));
    }

    /** The given samples as one batch. */
    Tensor batch(TensorType type, int... samples) {
        long[] batched = new long[shape.length + 1];
        batched[0] = samples.length;
        System.arraycopy(shape, 0, batched, 1, shape.length);
        return tensor(type, batched, samples);
    }

    /** The given samples in another shape with as many elements. */
    Tensor tensor(TensorType type, long[] as, int... samples) {
        double[] flat = Arrays.stream(samples)
                .mapToObj(sample -> values[sample])
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return switch (type) {
            case INT32, INT64 ->
                Tensor.ofLongs(
                        name,
                        type,
                        as,
                        Arrays.stream(flat).mapToLong(value -> (long) value).toArray());
            default -> {
                float[] floats = new float[flat.length];
                for (int i = 0; i < flat.length; i++) {
                    floats[i] = (float) flat[i];
                }
                yield Tensor.ofFloats(name, type, as, floats);
            }
        };
    }

    String name() {
        return name;
    }

    long[] shape() {
        return shape;
    }

    private Samples map(DoubleUnaryOperator change) {
        return new Samples(
                name,
                shape,
                Arrays.stream(values)
                        .map(sample -> Arrays.stream(sample).map(change).toArray())
                        .toArray(double[][]::new));
    }

    private static double exactInHalf(double value) {
        return Half.toFloat(Half.ofFloat((float) value));
    }

    private static double[][] generate(int samples, long[] shape, DoubleSupplier source) {
        int size = Math.toIntExact(Tensor.elementCount(shape));
        return IntStream.range(0, samples)
                .mapToObj(i -> IntStream.range(0, size)
                        .mapToDouble(j -> source.getAsDouble())
                        .toArray())
                .toArray(double[][]::new);
    }
}
