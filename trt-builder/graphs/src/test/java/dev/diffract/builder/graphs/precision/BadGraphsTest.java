package dev.diffract.builder.graphs.precision;

import static dev.diffract.builder.graphs.precision.TinyGraph.attribute;
import static dev.diffract.builder.graphs.precision.TinyGraph.of;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.BFLOAT16;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.BOOL;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.COMPLEX64;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT16;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.INT64;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.STRING;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.proto.FunctionProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.SparseTensorProto;
import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataLocation;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadGraphsTest {

    @TempDir
    Path directory;

    static Stream<Arguments> graphs() {
        return Stream.of(
                arguments(
                        relu().tensor(tensor("w", BFLOAT16, 1)
                                .setRawData(zeros(2))
                                .build()),
                        "tensor 'w' is BF16, whose 8 bits of precision FP16 cannot bring back"),
                arguments(
                        new TinyGraph()
                                .input("x", STRING, 1)
                                .node("y", "Identity", "x")
                                .output("y", STRING, 1),
                        "tensor 'x' is of BYTES, which TensorRT does not compute with"),
                arguments(
                        relu().tensor(tensor("w", COMPLEX64, 1)
                                .setRawData(zeros(8))
                                .build()),
                        "tensor 'w' is of COMPLEX64, which TensorRT does not compute with"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node("a", "Add", "x", "b")
                                .node("b", "Relu", "a")
                                .output("b", FLOAT, 1),
                        "node 'a' (Add) reads 'b', which is made after it: the nodes are in a circle, or out of order"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node("y", "Add", "x", "w")
                                .output("y", FLOAT, 1),
                        "node 'y' (Add) reads 'w', which nothing makes"),
                arguments(relu().output("z", FLOAT, 1), "nothing makes the output 'z'"),
                arguments(relu().node("y", "Relu", "x"), "tensor 'y' is made twice"),
                arguments(relu().floats("y", 1), "tensor 'y' is made twice"),
                arguments(relu().floats("w", 1).floats("w", 2), "tensor 'w' is made twice"),
                arguments(relu().opset(11), "its operator set is 11, conversion to FP16 needs 13 or newer"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node("y", "Bernoulli", "x")
                                .output("y", FLOAT, 1),
                        "node 'y' is Bernoulli, whose element types are not known"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node(of("y", "FusedConv", "x")
                                        .setDomain("com.microsoft")
                                        .build())
                                .output("y", FLOAT, 1),
                        "node 'y' is of domain com.microsoft, FusedConv, whose element types are not known"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .input("i", INT64, 1)
                                .node("y", "Add", "x", "i")
                                .output("y", FLOAT, 1),
                        "node 'y' (Add) is given FP32, INT64, which do not go together"),
                arguments(
                        new TinyGraph()
                                .input("b", BOOL, 1)
                                .node("y", "Sigmoid", "b")
                                .output("y", BOOL, 1),
                        "node 'y' (Sigmoid) is given BOOL as input 0, expected FP16, FP32 or FP64"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node("y", "Relu", "x", "x")
                                .output("y", FLOAT, 1),
                        "node 'y' (Relu) has 2 inputs, expected at most 1"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .node("y", "Relu", "x")
                                .output("y", FLOAT16, 1),
                        "the output 'y' is declared as FP16, its node gives FP32"),
                arguments(
                        relu().tensor(tensor("w", FLOAT, 3).setRawData(zeros(8)).build()),
                        "tensor 'w' has dims [3] and holds 2 numbers, expected 3"),
                arguments(
                        relu().tensor(tensor("w", FLOAT, 2).setRawData(zeros(9)).build()),
                        "tensor 'w' has dims [2] and holds 3 numbers, expected 2"),
                arguments(
                        relu().tensor(tensor("w", FLOAT, -2)
                                .setRawData(zeros(8))
                                .build()),
                        "tensor 'w' has impossible dims [-2]"),
                arguments(
                        relu().tensor(tensor("w", FLOAT, 1L << 40, 1L << 40).build()),
                        "tensor 'w' has impossible dims [1099511627776, 1099511627776]"),
                arguments(relu().node(TinyGraph.of("c", "Constant").build()), "node 'c' (Constant) holds no value"),
                arguments(
                        new TinyGraph()
                                .input("x", FLOAT, 1)
                                .input("which", BOOL)
                                .node(of("y", "If", "which")
                                        .addAttribute(attribute("then_branch", branch("Relu", FLOAT)))
                                        .addAttribute(attribute("else_branch", branch("Shape", INT64)))
                                        .build())
                                .output("y", FLOAT, 1),
                        "the branches of node 'y' (If) do not give the same types"));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void areRefusedWithASentence(TinyGraph graph, String sentence) {
        assertThatThrownBy(() -> graph.inHalf(directory))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void functionsOfTheirOwnAreRefused() {
        var model = relu().model().toBuilder()
                .addFunctions(FunctionProto.newBuilder().setName("attention"))
                .build();

        assertThatThrownBy(() -> HalfPrecision.convert(
                        new OnnxModel(directory.resolve("model.onnx"), model), Set.of(), IslandLevel.NORMALISATIONS))
                .hasMessageContaining("it defines functions of its own, as attention");
    }

    @Test
    void sparseWeightsAreRefused() {
        var model = relu().model().toBuilder();
        model.getGraphBuilder()
                .addSparseInitializer(SparseTensorProto.newBuilder()
                        .setValues(tensor("w", FLOAT, 1).addFloatData(1)));

        assertThatThrownBy(() -> HalfPrecision.convert(
                        new OnnxModel(directory.resolve("model.onnx"), model.build()),
                        Set.of(),
                        IslandLevel.NORMALISATIONS))
                .hasMessageContaining("tensor 'w' is sparse");
    }

    @Test
    void anEmptyFileIsNoGraph() throws IOException {
        Path file = Files.createFile(directory.resolve("model.onnx"));

        assertThatThrownBy(() -> OnnxModel.read(file)).hasMessageContaining("holds no ONNX graph");
    }

    @Test
    void externalDataThatEndsEarlyIsRefused() {
        assertThatThrownBy(() -> external("0", "8", 4))
                .hasMessageContaining("is too short: tensor 'w' ends at byte 8, the file has 4");
    }

    @Test
    void externalDataBeyondItsFileIsRefused() {
        assertThatThrownBy(() -> external("4096", "8", 16)).hasMessageContaining("ends at byte 4104, the file has 16");
    }

    @Test
    void externalDataOfAnotherLengthThanItsTensorIsRefused() {
        assertThatThrownBy(() -> external("0", "12", 16))
                .hasMessageContaining("tensor 'w' takes 8 bytes, its external data says 12");
    }

    @Test
    void externalDataThatShrinksAfterItWasReadIsRefused() throws IOException {
        OnnxModel model = external("0", "8", 8);
        Files.write(directory.resolve("w.bin"), new byte[4]);

        assertThatThrownBy(() -> HalfPrecision.convert(model, Set.of(), IslandLevel.NORMALISATIONS))
                .hasMessageContaining("is too short");
    }

    private OnnxModel external(String offset, String length, int size) throws IOException {
        Files.write(directory.resolve("w.bin"), new byte[size]);
        TensorProto.Builder w = tensor("w", FLOAT, 2).setDataLocation(DataLocation.EXTERNAL);
        w.addExternalData(entry("location", "w.bin"))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length));
        Path file = directory.resolve("model.onnx");
        Files.write(file, relu().tensor(w.build()).model().toByteArray());
        return OnnxModel.read(file);
    }

    private static TinyGraph relu() {
        return new TinyGraph().input("x", FLOAT, 1).node("y", "Relu", "x").output("y", FLOAT, 1);
    }

    private static GraphProto branch(String operator, DataType type) {
        return new TinyGraph()
                .node(operator, operator, "x")
                .output(operator, type)
                .graph();
    }

    private static TensorProto.Builder tensor(String name, DataType type, long... dims) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(Arrays.stream(dims).boxed().toList());
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
