package dev.diffract.builder.build.bench;

import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.cuda.CudaStream;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.Engine;
import dev.diffract.builder.nvidia.tensorrt.ExecutionContext;
import dev.diffract.builder.nvidia.tensorrt.ExecutionTimer;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.repository.kserve.Tensor;
import java.util.ArrayList;
import java.util.List;

/** An engine in TensorRT, with the memory that was in use before it was loaded. */
final class TensorRtEngine implements LoadedEngine {

    private static final ExecutionTimer TIMER = new ExecutionTimer(5, 31);

    private final Engine engine;
    private final CudaContext cuda;
    private final long usedBefore;

    TensorRtEngine(Engine engine, CudaContext cuda, long usedBefore) {
        this.engine = engine;
        this.cuda = cuda;
        this.usedBefore = usedBefore;
    }

    @Override
    public List<IoTensor> tensors() {
        return engine.tensors();
    }

    @Override
    public Execution run(int profile, List<Tensor> inputs) {
        try (CudaStream stream = cuda.newStream();
                ExecutionContext context = engine.createContext();
                DeviceTensors tensors = new DeviceTensors(cuda)) {
            context.selectProfile(profile, stream);
            for (Tensor input : inputs) {
                context.setInputShape(input.name(), Dims.of(input.shape()));
                context.setAddress(input.name(), tensors.upload(input));
            }
            List<IoTensor> outputs = engine.tensors().stream()
                    .filter(tensor -> !tensor.isInput())
                    .toList();
            for (IoTensor output : outputs) {
                context.setAddress(output.name(), tensors.reserve(output, context.shape(output.name())));
            }
            double millis = TIMER.medianMillis(cuda, context, stream);
            long bytes = cuda.memory().used() - usedBefore;
            List<Tensor> results = new ArrayList<>();
            for (IoTensor output : outputs) {
                results.add(tensors.download(output, context.shape(output.name())));
            }
            return new Execution(results, millis, bytes);
        } catch (TensorRtException | CudaException e) {
            throw new BenchException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
