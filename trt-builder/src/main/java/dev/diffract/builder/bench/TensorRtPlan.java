package dev.diffract.builder.bench;

import dev.diffract.builder.cuda.CudaContext;
import dev.diffract.builder.cuda.CudaEvent;
import dev.diffract.builder.cuda.CudaException;
import dev.diffract.builder.cuda.CudaStream;
import dev.diffract.builder.tensorrt.Dims;
import dev.diffract.builder.tensorrt.Engine;
import dev.diffract.builder.tensorrt.ExecutionContext;
import dev.diffract.builder.tensorrt.IoTensor;
import dev.diffract.builder.tensorrt.TensorRtException;
import dev.diffract.repository.kserve.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A plan in TensorRT, with the memory that was in use before it was loaded. */
final class TensorRtPlan implements LoadedPlan {

    private static final int WARM_UPS = 5;
    private static final int RUNS = 31;

    private final Engine engine;
    private final CudaContext cuda;
    private final long usedBefore;

    TensorRtPlan(Engine engine, CudaContext cuda, long usedBefore) {
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
            double millis = time(context, stream);
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

    private double time(ExecutionContext context, CudaStream stream) {
        for (int i = 0; i < WARM_UPS; i++) {
            context.enqueue(stream);
        }
        stream.synchronize();
        double[] millis = new double[RUNS];
        try (CudaEvent start = cuda.newEvent();
                CudaEvent end = cuda.newEvent()) {
            for (int i = 0; i < RUNS; i++) {
                start.record(stream);
                context.enqueue(stream);
                end.record(stream);
                end.synchronize();
                millis[i] = end.millisSince(start);
            }
        }
        stream.synchronize(); // an error of the work shows here
        return Median.of(millis);
    }

    @Override
    public void close() {
        engine.close();
    }
}
