package dev.diffract.builder.graphs.precision;

import static dev.diffract.builder.graphs.precision.TinyGraph.attribute;
import static dev.diffract.builder.graphs.precision.TinyGraph.of;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.BOOL;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.DOUBLE;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT16;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.diffract.builder.graphs.check.OnnxRun;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataLocation;
import dev.diffract.repository.kserve.Half;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfRewriterTest {

    @TempDir
    Path directory;

    @Test
    void aWeightThatBothTypesNeedIsStoredInBoth() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2, 2)
                .floats("w", 1, 2)
                .floats("b", 0, 0)
                .node("n", "LayerNormalization", "x", "w", "b")
                .node("y", "Mul", "n", "w")
                .output("y", FLOAT, 2, 2)
                .inHalf(directory);

        assertThat(half.getInitializerList())
                .extracting(TensorProto::getName, TensorProto::getDataType)
                .containsExactly(
                        tuple("w_fp32", FLOAT.getNumber()),
                        tuple("w", FLOAT16.getNumber()),
                        tuple("b", FLOAT.getNumber()));
    }

    @Test
    void copiesOfConstantsAreReadAtTheirOrigin() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .floats("w", 1, 2)
                .node("copy", "Identity", "w")
                .cast("wide", DOUBLE, "copy")
                .cast("narrow", FLOAT, "wide")
                .node("y", "Mul", "x", "narrow")
                .output("y", FLOAT, 2)
                .inHalf(directory);

        assertThat(half.getNodeList()).hasSize(1);
        assertThat(half.getNode(0).getInputList()).containsExactly("x", "w");
    }

    @Test
    void numbersOfConstantNodesAreStoredInTheTypeTheyAreReadIn() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2)
                .node(of("c", "Constant")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value_float")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(0.1f))
                        .build())
                .node("y", "Mul", "x", "c")
                .output("y", FLOAT, 2)
                .inHalf(directory);

        assertThat(half.getInitializer(0)
                        .getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort())
                .isEqualTo(Half.ofFloat(0.1f));
    }

    @Test
    void anOutputThatIsReadOnItsWayKeepsItsName() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT, 2, 2)
                .node("s", "Softmax", "x")
                .node("y", "Relu", "s")
                .output("s", FLOAT, 2, 2)
                .output("y", FLOAT, 2, 2)
                .inHalf(directory);

        assertThat(half.getNodeList().stream().map(NodeProto::getOpType))
                .containsExactly("Cast", "Softmax", "Cast", "Relu");
        assertThat(half.getNode(2).getOutput(0)).isEqualTo("s");
        assertThat(half.getNode(3).getInput(0)).isEqualTo("s");
    }

    @Test
    void twoOutputsOfOneTensorAreBothThere() throws IOException {
        GraphProto half = new TinyGraph()
                .input("x", FLOAT16, 2)
                .node("a", "Relu", "x")
                .cast("b", FLOAT, "a")
                .cast("c", FLOAT, "a")
                .output("b", FLOAT, 2)
                .output("c", FLOAT, 2)
                .inHalf(directory);

        assertThat(half.getNodeList().stream().map(NodeProto::getOpType)).containsExactly("Relu", "Identity");
        assertThat(half.getOutputList())
                .allMatch(output -> output.getType().getTensorType().getElemType() == FLOAT16.getNumber());
    }

    @Test
    void wholeNumbersAreCastToEachTypeStraight() throws IOException {
        GraphProto half = new TinyGraph()
                .input("i", INT64, 2)
                .cast("f", FLOAT, "i")
                .node("s", "Sin", "f")
                .node("r", "Relu", "f")
                .output("s", FLOAT, 2)
                .output("r", FLOAT, 2)
                .inHalf(directory);

        assertThat(half.getNodeList())
                .filteredOn(node -> node.getInput(0).equals("i"))
                .extracting(node -> node.getAttribute(0).getI())
                .containsExactly((long) FLOAT.getNumber(), (long) FLOAT16.getNumber());
    }

    @Test
    void graphsInsideNodesStayInFp32AndComputeTheSame() throws IOException {
        GraphProto doubled = new TinyGraph()
                .node("then", "Add", "h", "w")
                .output("then", FLOAT, 2)
                .graph();
        GraphProto same = new TinyGraph()
                .node("else", "Relu", "h")
                .output("else", FLOAT, 2)
                .graph();
        TinyGraph graph = new TinyGraph()
                .input("x", FLOAT, 2)
                .input("which", BOOL)
                .floats("w", 10, 20)
                .node("h", "Mul", "x", "w")
                .node(of("chosen", "If", "which")
                        .addAttribute(attribute("then_branch", doubled))
                        .addAttribute(attribute("else_branch", same))
                        .build())
                .node("y", "Add", "chosen", "x")
                .output("y", FLOAT, 2);
        OnnxModel source = graph.in(directory);
        HalfGraph half = HalfPrecision.convert(source, Set.of(), IslandLevel.NORMALISATIONS);
        Path written = directory.resolve("half.onnx");
        OnnxModelWriter.write(half.model(), source.file(), written);

        Tensor which = Tensor.ofRaw("which", TensorType.BOOL, new long[0], ByteBuffer.wrap(new byte[] {1}));
        Tensor x = Tensor.ofFloats("x", TensorType.FP16, new long[] {2}, new float[] {1, 2});
        try (OnnxRun run = new OnnxRun(written)) {
            Map<String, Tensor> outputs = run.run(List.of(x, which));

            assertThat(outputs.get("y").type()).isEqualTo(TensorType.FP16);
            assertThat(outputs.get("y").floats()).containsExactly(21, 62);
        }
    }

    @Test
    void externalWeightsAreRoundedToTheNearestHalfWhileTheyAreCopied() throws IOException {
        long seed = 20261121;
        Random random = new Random(seed);
        int count = 200_000;
        ByteBuffer bytes = ByteBuffer.allocate(4 * count + 12).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[count];
        bytes.position(12);
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 6));
            bytes.putFloat(numbers[i]);
        }
        Files.write(directory.resolve("w.bin"), bytes.array());
        TensorProto w = TensorProto.newBuilder()
                .setName("w")
                .setDataType(FLOAT.getNumber())
                .addDims(count)
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(entry("location", "w.bin"))
                .addExternalData(entry("offset", "12"))
                .build();
        TinyGraph graph = new TinyGraph().input("x", FLOAT, count).tensor(w).node("y", "Add", "x", "w");
        Path file = directory.resolve("model.onnx");
        Files.write(file, graph.output("y", FLOAT, count).model().toByteArray());

        HalfGraph half = HalfPrecision.convert(OnnxModel.read(file), Set.of(), IslandLevel.NORMALISATIONS);
        Path written = directory.resolve("half.onnx");
        OnnxModelWriter.write(half.model(), file, written);

        ByteBuffer converted = ByteBuffer.wrap(Files.readAllBytes(OnnxModelWriter.dataFile(written)))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(converted.remaining()).isEqualTo(2 * count);
        for (int i = 0; i < count; i++) {
            assertThat(converted.getShort()).as("seed %s, number %s", seed, i).isEqualTo(Half.ofFloat(numbers[i]));
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
