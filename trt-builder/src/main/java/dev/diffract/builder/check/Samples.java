package dev.diffract.builder.check;

import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
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
        return new Samples(
                name, shape, generate(samples, shape, () -> Half.toFloat(Half.ofFloat((float) random.nextGaussian()))));
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

    private static double[][] generate(int samples, long[] shape, DoubleSupplier source) {
        int size = Math.toIntExact(Tensor.elementCount(shape));
        return IntStream.range(0, samples)
                .mapToObj(i -> IntStream.range(0, size)
                        .mapToDouble(j -> source.getAsDouble())
                        .toArray())
                .toArray(double[][]::new);
    }
}
