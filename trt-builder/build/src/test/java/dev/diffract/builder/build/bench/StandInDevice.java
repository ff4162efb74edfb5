package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.graphs.check.OnnxRun;
import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.builder.nvidia.tensorrt.DataType;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.IoTensor;
import dev.diffract.builder.nvidia.tensorrt.IoTensor.Mode;
import dev.diffract.builder.planning.mig.ComputeCapability;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A GPU that computes as ONNX Runtime does and rounds to FP16; a call takes 10 ms per sample. */
final class StandInDevice implements EngineDevice {

    private static final Map<TensorType, DataType> TYPES = Map.of(
            TensorType.FP32, DataType.FLOAT16,
            TensorType.INT32, DataType.INT32,
            TensorType.UINT8, DataType.UINT8,
            TensorType.BOOL, DataType.BOOL);

    private final Path graphs;
    private final VisibleDevice visible;
    private final String tensorRt;
    private final UnaryOperator<Tensor> fault;
    private final List<Integer> batches = new ArrayList<>();

    private StandInDevice(Path graphs, VisibleDevice visible, String tensorRt, UnaryOperator<Tensor> fault) {
        this.graphs = graphs;
        this.visible = visible;
        this.tensorRt = tensorRt;
        this.fault = fault;
    }

    /**
     * A slice 1g.10gb of an H100.
     *
     * @param graphs directory of the models on ONNX Runtime
     */
    static StandInDevice slice(Path graphs) {
        return new StandInDevice(
                graphs, device("NVIDIA H100 80GB HBM3 MIG 1g.10gb", 16), "10.15.1", UnaryOperator.identity());
    }

    StandInDevice called(String name, int multiprocessors) {
        return new StandInDevice(graphs, device(name, multiprocessors), tensorRt, fault);
    }

    StandInDevice withTensorRt(String version) {
        return new StandInDevice(graphs, visible, version, fault);
    }

    /** One that makes something else of its outputs. */
    StandInDevice with(UnaryOperator<Tensor> wrong) {
        return new StandInDevice(graphs, visible, tensorRt, wrong);
    }

    private static VisibleDevice device(String name, int multiprocessors) {
        return new VisibleDevice(
                name,
                "00000000-0000-0000-0000-000000000000",
                new ComputeCapability(9, 0),
                multiprocessors,
                10L << 30,
                "13.0",
                Optional.of("580.65.06"));
    }

    /** Of every run so far. */
    List<Integer> batches() {
        return batches;
    }

    @Override
    public VisibleDevice visible() {
        return visible;
    }

    @Override
    public double peakHertz() {
        return 1.98e9;
    }

    @Override
    public String tensorRt() {
        return tensorRt;
    }

    @Override
    public LoadedEngine load(Path file) {
        try {
            String model = file.getParent().getParent().getFileName().toString();
            Path graph = graphs.resolve(model).resolve("1").resolve("model.onnx");
            return new LoadedGraph(OnnxModel.read(graph).signature(), new OnnxRun(graph));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}

    private final class LoadedGraph implements LoadedEngine {

        private final Signature signature;
        private final OnnxRun run;

        LoadedGraph(Signature signature, OnnxRun run) {
            this.signature = signature;
            this.run = run;
        }

        @Override
        public List<IoTensor> tensors() {
            return Stream.concat(
                            signature.inputs().stream().map(input -> tensor(input, Mode.INPUT)),
                            signature.outputs().stream().map(output -> tensor(output, Mode.OUTPUT)))
                    .toList();
        }

        private IoTensor tensor(TensorInfo info, Mode mode) {
            TensorType type = ElementTypes.of(info.elementType()).orElseThrow();
            boolean timestep = info.name().equals("timestep");
            return new IoTensor(
                    info.name(),
                    mode,
                    timestep ? DataType.FLOAT32 : TYPES.get(type),
                    new Dims(info.dims().orElseThrow()),
                    false);
        }

        @Override
        public Execution run(int profile, List<Tensor> inputs) {
            int batch = (int) inputs.get(0).shape()[0];
            batches.add(batch);
            Map<String, Tensor> outputs = run.run(
                    inputs.stream().map(input -> as(input, TensorType.FP32)).toList());
            return new Execution(
                    signature.outputs().stream()
                            .map(output -> fault.apply(as(outputs.get(output.name()), TensorType.FP16)))
                            .toList(),
                    10.0 * batch,
                    100 << 20);
        }

        private Tensor as(Tensor tensor, TensorType floats) {
            boolean floating = tensor.type() == TensorType.FP32 || tensor.type() == TensorType.FP16;
            return floating ? Tensor.ofFloats(tensor.name(), floats, tensor.shape(), tensor.floats()) : tensor;
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
