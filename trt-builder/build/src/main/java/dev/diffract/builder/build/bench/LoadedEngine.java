package dev.diffract.builder.build.bench;

import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.repository.kserve.Tensor;
import java.util.List;

/** An engine on a device. */
public interface LoadedEngine extends AutoCloseable {

    /** Inputs and outputs, in the engine's order. */
    List<IoTensor> tensors();

    /**
     * Runs it once for its outputs and several times for its time.
     *
     * @param profile index of the shape profile
     * @param inputs every input of the engine
     * @throws BenchException if TensorRT or the GPU refuses
     */
    Execution run(int profile, List<Tensor> inputs);

    @Override
    void close();
}
