package dev.diffract.repository.pipeline;

import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A tensor that a served model takes or gives.
 *
 * @param name on the wire
 * @param type where floating point numbers are FP32; a server may serve them as FP16 and whole numbers in another width, as
 *     its metadata says
 * @param axes after the batch
 * @param scalar true if the graph's tensor has the batch as its only dimension; on the wire it has one axis of one value all
 *     the same, because Triton knows no empty dims
 */
public record TensorSpec(String name, TensorType type, List<Axis> axes, boolean scalar) {

    public TensorSpec {
        axes = List.copyOf(axes);
    }

    public static TensorSpec of(String name, TensorType type, Axis... axes) {
        return new TensorSpec(name, type, List.of(axes), false);
    }

    /** One value per sample. */
    public static TensorSpec perSample(String name, TensorType type) {
        return new TensorSpec(name, type, List.of(Axis.ONE), true);
    }

    /** Lengths after the batch, as a configuration has them: {@link Axis#OPEN} where calls differ. */
    public List<Long> dims(PipelineNumbers numbers) {
        return axes.stream().map(axis -> axis.length(numbers)).toList();
    }

    /**
     * The shape in a call, batch first.
     *
     * @throws IllegalArgumentException if the call does not say what an axis depends on
     */
    public long[] shape(PipelineNumbers numbers, CallSize call) {
        return LongStream.concat(
                        LongStream.of(call.rows()), axes.stream().mapToLong(axis -> axis.length(numbers, call)))
                .toArray();
    }
}
