package dev.diffract.builder.build.bench;

import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Values of the inputs of one sample. They follow from the input's name and the sample's number alone, so that a sample is the same in every batch and on every run, and are exact in
 * FP16, so that an engine and its FP32 graph get the same numbers.
 */
final class SampleValues {

    /** Of a schedule with 1000 timesteps: late, middle, first. */
    private static final long[] TIMESTEPS = {981, 500, 1};

    private SampleValues() {}

    /**
     * @param first number of the batch's first sample
     * @param shape of the batch, samples first
     * @param vocabulary whole numbers, which are ids of tokens, are below this
     */
    static Tensor batch(String name, TensorType type, long[] shape, int first, int vocabulary) {
        int samples = Math.toIntExact(shape[0]);
        int size = Math.toIntExact(Tensor.elementCount(shape) / samples);
        return whole(type)
                ? Tensor.ofLongs(name, type, shape, tokens(name, first, samples, size, vocabulary))
                : Tensor.ofFloats(name, type, shape, normal(name, first, samples, size));
    }

    /**
     * Times of the noise schedule.
     *
     * @param first number of the batch's first sample
     * @param shape of the batch, samples first
     */
    static Tensor times(String name, TensorType type, long[] shape, int first) {
        int samples = Math.toIntExact(shape[0]);
        int size = Math.toIntExact(Tensor.elementCount(shape) / samples);
        return Tensor.ofLongs(name, type, shape, timesteps(first, samples, size));
    }

    static boolean whole(TensorType type) {
        return type == TensorType.INT32 || type == TensorType.INT64;
    }

    private static long[] tokens(String name, int first, int samples, int size, int vocabulary) {
        return LongStream.range(first, first + samples)
                .flatMap(
                        sample -> random(name, sample).ints(size, 0, vocabulary).asLongStream())
                .toArray();
    }

    private static long[] timesteps(int first, int samples, int size) {
        return LongStream.range(first, first + samples)
                .flatMap(sample -> LongStream.generate(() -> TIMESTEPS[(int) (sample % TIMESTEPS.length)])
                        .limit(size))
                .toArray();
    }

    private static float[] normal(String name, int first, int samples, int size) {
        float[] values = new float[Math.multiplyExact(samples, size)];
        for (int sample = 0; sample < samples; sample++) {
            Random random = random(name, (long) first + sample);
            for (int i = 0; i < size; i++) {
                values[sample * size + i] = Half.toFloat(Half.ofFloat((float) random.nextGaussian()));
            }
        }
        return values;
    }

    private static Random random(String name, long sample) {
        return new Random(name.hashCode() + 1_000_003L * sample);
    }
}
