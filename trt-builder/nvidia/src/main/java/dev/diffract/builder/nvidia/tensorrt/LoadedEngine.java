package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.ICudaEngine;
import dev.diffract.builder.nvidia.tensorrt.abi.IRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An engine with the runtime that read it. What is still open goes first: contexts, engine, runtime. */
final class LoadedEngine implements Engine {

    private final IRuntime runtime;
    private final ICudaEngine engine;
    private final Words words;
    private final List<LoadedContext> contexts = new ArrayList<>();

    LoadedEngine(IRuntime runtime, ICudaEngine engine, Words words) {
        this.runtime = runtime;
        this.engine = engine;
        this.words = words;
    }

    @Override
    public List<IoTensor> tensors() {
        return IntStream.range(0, engine.ioTensorCount())
                .mapToObj(engine::ioTensorName)
                .map(this::tensor)
                .toList();
    }

    private IoTensor tensor(String name) {
        return new IoTensor(
                name,
                engine.isInput(name) ? IoTensor.Mode.INPUT : IoTensor.Mode.OUTPUT,
                DataType.of(engine.tensorDataType(name)),
                NativeShapes.of(engine.tensorShape(name)).orElseThrow(() -> noShape(name)),
                engine.isOnHost(name));
    }

    @Override
    public int profileCount() {
        return engine.optimizationProfileCount();
    }

    @Override
    public long activationBytes(int profile) {
        return engine.deviceMemorySize(profile);
    }

    @Override
    public long activationBytes() {
        return engine.deviceMemorySize();
    }

    @Override
    public ExecutionContext createContext() {
        words.clear();
        LoadedContext context = engine.createExecutionContext()
                .map(made -> new LoadedContext(made, words))
                .orElseThrow(() -> words.failure(
                        Reason.RUN,
                        "the engine cannot be run: it needs " + (activationBytes() >> 20)
                                + " MiB of device memory beside its weights."));
        contexts.add(context);
        return context;
    }

    private TensorRtException noShape(String tensor) {
        return words.failure(Reason.RUN, "the engine names no shape for '" + tensor + "'.");
    }

    @Override
    public void close() {
        contexts.forEach(LoadedContext::close);
        engine.close();
        runtime.close();
        words.close();
    }
}
