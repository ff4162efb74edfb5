package dev.diffract.builder.build.bench;

import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.EngineRecord.Range;
import java.util.List;
import java.util.Map;

/**
 * What goes into an engine.
 *
 * @param tensors of the engine
 * @param shapes of one shape profile, by input
 * @param timestep the input that takes times of the noise schedule
 * @param vocabulary ids of tokens are below this
 */
record EngineInputs(List<IoTensor> tensors, Map<String, Range> shapes, String timestep, int vocabulary) {

    /**
     * Every input in the shape its profile is tuned for, with another batch.
     *
     * @param first number of the first sample
     */
    List<Tensor> batch(int samples, int first) {
        return tensors.stream()
                .filter(IoTensor::isInput)
                .map(tensor -> batch(tensor, shape(tensor, samples), first))
                .toList();
    }

    private Tensor batch(IoTensor tensor, long[] shape, int first) {
        TensorType type = TensorTypes.of(tensor);
        return tensor.name().equals(timestep) && !SampleValues.whole(type)
                ? SampleValues.times(tensor.name(), type, shape, first)
                : SampleValues.batch(tensor.name(), type, shape, first, vocabulary);
    }

    /** The batch is the first dimension of every input. */
    private long[] shape(IoTensor tensor, int samples) {
        Range range = shapes.get(tensor.name());
        if (range == null) {
            throw new BenchException("the manifest has no shapes for input '" + tensor.name()
                    + "' of the engine: engine file and manifest do not belong together, build the repository again");
        }
        long[] shape = range.opt().stream().mapToLong(Long::longValue).toArray();
        shape[0] = samples;
        return shape;
    }
}
