package dev.diffract.builder.graphs.onnx;

import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.List;

/**
 * A tensor of a served model, per sample.
 *
 * @param dims as {@code config.pbtxt} has them: without the batch, -1 for a dimension of any size
 * @param scalar true if the graph's tensor has the batch as its only dimension; the configuration then says {@code [1]},
 *     reshaped to nothing, because Triton knows no empty dims
 */
public record ServedTensor(String name, TensorType type, List<Long> dims, boolean scalar) {

    public ServedTensor {
        dims = List.copyOf(dims);
    }

    /** As its family has it, with numbers for what does not differ from call to call. */
    public static ServedTensor of(TensorSpec spec, PipelineNumbers numbers) {
        return new ServedTensor(spec.name(), spec.type(), spec.dims(numbers), spec.scalar());
    }

    /** The dimensions of the graph's tensor after the batch. */
    public List<Long> graphDims() {
        return scalar ? List.of() : dims;
    }
}
