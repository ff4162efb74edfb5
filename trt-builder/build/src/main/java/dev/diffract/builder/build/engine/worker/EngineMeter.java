package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaStream;
import dev.diffract.builder.nvidia.cuda.DeviceMemory;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.Engine;
import dev.diffract.builder.nvidia.tensorrt.ExecutionContext;
import dev.diffract.builder.nvidia.tensorrt.ExecutionTimer;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs an engine on the device it was built on, as {@link ExecutionTimer} says: the median of 11 runs after 3 that do not count. Inputs are zeros; the
 * time does not depend on them.
 */
final class EngineMeter {

    private static final ExecutionTimer TIMER = new ExecutionTimer(3, 11);

    private final EngineJob job;
    private final Engine engine;
    private final CudaContext cuda;
    private final long usedBefore;

    private EngineMeter(EngineJob job, Engine engine, CudaContext cuda, long usedBefore) {
        this.job = job;
        this.engine = engine;
        this.cuda = cuda;
        this.usedBefore = usedBefore;
    }

    static CompiledEngine measure(TensorRt tensorRt, EngineJob job) {
        Cuda driver = Cuda.load();
        try (CudaContext cuda = driver.open(driver.devices().get(0))) {
            long usedBefore = cuda.memory().used();
            try (Engine engine = tensorRt.deserialize(job.files().engine())) {
                return new EngineMeter(job, engine, cuda, usedBefore).measure();
            }
        }
    }

    private CompiledEngine measure() {
        long activations = IntStream.range(0, engine.profileCount())
                .mapToLong(engine::activationBytes)
                .sum();
        List<Measurement> measurements = new ArrayList<>();
        for (EngineJob.Run run : job.runs()) {
            measurements.add(measure(run));
        }
        return new CompiledEngine(activations, measurements, List.of());
    }

    private Measurement measure(EngineJob.Run run) {
        List<DeviceMemory> buffers = new ArrayList<>();
        try (CudaStream stream = cuda.newStream();
                ExecutionContext context = engine.createContext()) {
            context.selectProfile(run.profile(), stream);
            Map<String, ShapeRange> shapes = job.profiles().get(run.profile()).inputs();
            shapes.forEach((input, range) -> context.setInputShape(input, batch(range.opt(), run.batch())));
            for (IoTensor tensor : engine.tensors()) {
                long bytes = tensor.type().bytes(context.shape(tensor.name()).volume());
                DeviceMemory buffer = cuda.allocate(Math.max(1, bytes));
                buffers.add(buffer);
                buffer.clear();
                context.setAddress(tensor.name(), buffer.address());
            }
            double millis = TIMER.medianMillis(cuda, context, stream);
            return new Measurement(
                    run.batch(),
                    run.width(),
                    run.height(),
                    millis,
                    cuda.memory().used() - usedBefore);
        } finally {
            buffers.forEach(DeviceMemory::close);
        }
    }

    private static Dims batch(Dims tuned, int batch) {
        List<Long> sizes = new ArrayList<>(tuned.sizes());
        sizes.set(0, (long) batch);
        return new Dims(sizes);
    }
}
