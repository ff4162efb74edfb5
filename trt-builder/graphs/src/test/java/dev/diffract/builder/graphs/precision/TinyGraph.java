package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.AttributeProto.AttributeType;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A graph of a few nodes, written as it reads: {@code input, constant, node, output}. */
public final class TinyGraph {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private int opset = 17;

    public TinyGraph opset(int version) {
        opset = version;
        return this;
    }

    public TinyGraph input(String name, DataType type, long... dims) {
        graph.addInput(value(name, type, dims));
        return this;
    }

    public TinyGraph output(String name, DataType type, long... dims) {
        graph.addOutput(value(name, type, dims));
        return this;
    }

    /** A vector, or a scalar if there is one number. */
    public TinyGraph floats(String name, float... numbers) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
        if (numbers.length != 1) {
            tensor.addDims(numbers.length);
        }
        for (float number : numbers) {
            tensor.addFloatData(number);
        }
        return tensor(tensor.build());
    }

    /** A vector. */
    public TinyGraph longs(String name, long... numbers) {
        return tensor(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addDims(numbers.length)
                .addAllInt64Data(Arrays.stream(numbers).boxed().toList())
                .build());
    }

    public TinyGraph tensor(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    /** Named after its output. */
    public TinyGraph node(String output, String operator, String... inputs) {
        return node(of(output, operator, inputs).build());
    }

    public TinyGraph node(NodeProto node) {
        graph.addNode(node);
        return this;
    }

    public TinyGraph cast(String output, DataType to, String input) {
        return node(of(output, "Cast", input)
                .addAttribute(attribute("to", to.getNumber()))
                .build());
    }

    public GraphProto graph() {
        return graph.build();
    }

    public ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build();
    }

    /** Writes it, and reads it as users' graphs are read. */
    public OnnxModel in(Path directory) throws IOException {
        Path file = Files.createTempDirectory(directory, "tiny").resolve("model.onnx");
        OnnxModelWriter.write(model(), file);
        return OnnxModel.read(file);
    }

    public GraphProto inHalf(Path directory) throws IOException {
        return HalfPrecision.convert(in(directory), Set.of(), IslandLevel.NORMALISATIONS)
                .model()
                .getGraph();
    }

    public static NodeProto.Builder of(String output, String operator, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    public static AttributeProto attribute(String name, GraphProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.GRAPH)
                .setG(value)
                .build();
    }

    /** A dim below 0 is one of any size. */
    public static ValueInfoProto value(String name, DataType type, long... dims) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder();
        for (long dim : dims) {
            if (dim < 0) {
                tensor.getShapeBuilder()
                        .addDimBuilder()
                        .setDimParam(name + tensor.getShapeBuilder().getDimCount());
            } else {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(dim);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
