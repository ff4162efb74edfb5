package dev.diffract.builder.graphs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.graphs.ServedTensors;
import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorShapeProto;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small UNets, out_sample = sample + timestep + mean of the text states, with the timestep in all shapes exporters write. */
class UnetShapesTest {

    private static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    private static final int INT64 = TensorProto.DataType.INT64.getNumber();
    private static final List<ServedTensor> INPUTS = List.of(
            ServedTensors.of("sample", TensorType.FP32, 4, -1, -1),
            ServedTensors.perSample("timestep", TensorType.INT64),
            ServedTensors.of("encoder_hidden_states", TensorType.FP32, -1, 8));
    private static final List<ServedTensor> OUTPUTS =
            List.of(ServedTensors.of("out_sample", TensorType.FP32, 4, -1, -1));

    @TempDir
    Path directory;

    @Test
    void aScalarThatIsUnsqueezedAndExpandedComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(
                                List.of(),
                                node("Unsqueeze", "row", "timestep", "zero_axis"),
                                node("Expand", "t", "row", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsReshapedAndExpandedComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(
                                List.of(),
                                node("Reshape", "row", "timestep", "minus_one"),
                                node("Identity", "same", "row"),
                                node("Expand", "t", "same", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsExpandedAtOnceComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(List.of(), node("Expand", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfOneComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(List.of(1L), node("Expand", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfOneThatIsTiledComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(List.of(1L), node("Tile", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorWhoseFirstElementIsTakenComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(unet(
                                List.of(1L),
                                node("Gather", "scalar", "timestep", "zero"),
                                node("Unsqueeze", "row", "scalar", "zero_axis"),
                                node("Expand", "t", "row", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfTheBatchStaysWhatItIs() throws IOException {
        assertThat(convertAndCompare(unet(List.of(-1L), node("Identity", "t", "timestep")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsBroadcastByArithmeticIsRefused() {
        assertThatThrownBy(() -> convertAndCompare(unet(
                        List.of(),
                        node("Mul", "scaled", "timestep", "two_numbers"),
                        node("Expand", "t", "scaled", "batch"))))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("node 'scaled' (Mul)");
    }

    @Test
    void aGraphThatMixesSamplesUpIsRefusedWithFigures() throws IOException {
        OnnxModel source = write(unet(List.of(-1L), node("Identity", "t", "timestep")), "source.onnx");
        Path mixing = directory.resolve("mixing.onnx");
        // Every sample gets the first one's timestep: 981 instead of 1 for the last.
        write(
                unet(
                        List.of(-1L),
                        node("Gather", "first", "timestep", "zero_axis"),
                        node("Expand", "t", "first", "batch")),
                "mixing.onnx");

        assertThatThrownBy(() -> new ConversionCheck(source.signature(), INPUTS, OUTPUTS, new CheckSizes(8, 8, 77, 10))
                        .compare(source, mixing))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("differ by up to 980.0");
    }

    private NumericCheck convertAndCompare(ModelProto unet) throws IOException {
        OnnxModel source = write(unet, "source.onnx");
        Path converted = directory.resolve("converted.onnx");
        ComponentGraph graph =
                new ComponentGraph(source).timestepPerSample("timestep").serve(INPUTS, OUTPUTS);
        OnnxModelWriter.write(graph.build(), converted);
        assertThat(OnnxModel.read(converted).graph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("Expand", "Tile");
        return new ConversionCheck(source.signature(), INPUTS, OUTPUTS, new CheckSizes(8, 8, 77, 10))
                .compare(source, converted);
    }

    private OnnxModel write(ModelProto model, String name) throws IOException {
        Path file = directory.resolve(name);
        OnnxModelWriter.write(model, file);
        return OnnxModel.read(file);
    }

    /** The given nodes make {@code t}, one value per sample, out of {@code timestep}. */
    private static ModelProto unet(List<Long> timestepDims, NodeProto... nodes) {
        GraphProto graph = GraphProto.newBuilder()
                .setName("unet")
                .addInput(value("sample", FLOAT, List.of(-1L, 4L, -1L, -1L)))
                .addInput(value("timestep", INT64, timestepDims))
                .addInput(value("encoder_hidden_states", FLOAT, List.of(-1L, -1L, 8L)))
                .addOutput(value("out_sample", FLOAT, List.of(-1L, 4L, -1L, -1L)))
                .addInitializer(longs("zero_axis", true, 0))
                .addInitializer(longs("zero", false, 0))
                .addInitializer(longs("one", true, 1))
                .addInitializer(longs("minus_one", true, -1))
                .addInitializer(longs("two_numbers", true, 2, 3))
                .addInitializer(longs("to_picture", true, 1, 2, 3))
                .addNode(node("Shape", "shape", "sample"))
                .addNode(node("Gather", "batch", "shape", "zero_axis"))
                .addAllNode(List.of(nodes))
                .addNode(node("Cast", "t_float", "t").toBuilder()
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(FLOAT)))
                .addNode(node("Unsqueeze", "t_picture", "t_float", "to_picture"))
                .addNode(node("Add", "noisy", "sample", "t_picture"))
                .addNode(node("ReduceMean", "text", "encoder_hidden_states").toBuilder()
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(1)
                                .addInts(2))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("keepdims")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(0)))
                .addNode(node("Unsqueeze", "text_picture", "text", "to_picture"))
                .addNode(node("Add", "out_sample", "noisy", "text_picture"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static TensorProto longs(String name, boolean vector, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return (vector ? tensor.addDims(values.length) : tensor).build();
    }

    private static ValueInfoProto value(String name, int type, List<Long> dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        dims.forEach(dim -> {
            if (dim < 0) {
                shape.addDimBuilder().setDimParam(name + shape.getDimCount());
            } else {
                shape.addDimBuilder().setDimValue(dim);
            }
        });
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }
}
