package dev.diffract.frontend.core.picture;

import dev.diffract.repository.kserve.FloatRow;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.CallSize;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.List;

/** Makes inputs of calls, as a family's models take them. Numbers are FP32 or INT64 here; servers' own types come later. */
final class Inputs {

    private Inputs() {}

    static Tensor floats(TensorSpec spec, PipelineNumbers numbers, CallSize size, float[] values) {
        return Tensor.ofFloats(spec.name(), TensorType.FP32, spec.shape(numbers, size), values);
    }

    static Tensor rows(TensorSpec spec, PipelineNumbers numbers, CallSize size, List<FloatRow> rows) {
        return Tensor.ofRows(spec.name(), TensorType.FP32, spec.shape(numbers, size), rows);
    }

    static Tensor longs(TensorSpec spec, PipelineNumbers numbers, CallSize size, long[] values) {
        return Tensor.ofLongs(spec.name(), TensorType.INT64, spec.shape(numbers, size), values);
    }
}
