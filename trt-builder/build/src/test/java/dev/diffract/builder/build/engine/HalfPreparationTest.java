package dev.diffract.builder.build.engine;

import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.builder.graphs.ServedTensors;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.precision.TinyGraph;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfPreparationTest {

    private static final ServedInterface SERVED = new ServedInterface(
            List.of(ServedTensors.of("x", TensorType.FP32, 4, -1, -1)),
            List.of(ServedTensors.of("y", TensorType.FP32, 4, -1, -1)));

    private static final Pipeline PIPELINE = new Pipeline(
            ModelFamilies.STABLE_DIFFUSION, 4, 8, 0.18215, 77, 768, new SizeRule(64, 64, 1024), 1, Optional.empty());

    @TempDir
    Path directory;

    @Test
    void aGraphWithinTheBoundIsServedWithNormalisationsInFp32Only() throws IOException {
        Prepared prepared = prepare(new TinyGraph().floats("two", 2).node("y", "Mul", "x", "two"));

        assertThat(prepared.changes()).containsExactly("works in FP16");
        assertThat(prepared.error().orElseThrow().maxError()).isZero();
    }

    @Test
    void theInterfaceIsInHalfAndHasTheSizesAskedFor() throws IOException {
        ServedInterface fixed = new ServedInterface(
                List.of(ServedTensors.of("x", TensorType.FP16, 4, 64, 64)),
                List.of(ServedTensors.of("y", TensorType.FP16, 4, 64, 64)));
        new HalfPreparation(ErrorBound.HALF).prepare(source(new TinyGraph().node("y", "Relu", "x")), fixed, target());

        assertThat(OnnxModel.read(target()).signature().toString())
                .isEqualTo("inputs [x FP16 [-1,4,64,64]], outputs [y FP16 [-1,4,64,64]]");
    }

    /** Nothing of it would show on a CPU that computes in FP32 between the nodes. */
    @Test
    void anOverflowBetweenTwoNodesIsSeen() {
        TinyGraph graph = new TinyGraph()
                .floats("large", 3e4f)
                .floats("small", 1e-3f)
                .node("a", "Mul", "x", "large")
                .node("y", "Mul", "a", "small");

        assertThatThrownBy(() -> prepare(graph))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("it cannot be served in FP16")
                .hasMessageContaining("y holds numbers that are not finite");
    }

    @Test
    void scoresThatOverflowAreTakenIntoFp32() throws IOException {
        Prepared prepared = prepare(new TinyGraph()
                .floats("large", 300)
                .floats("small", 1e-5f)
                .node("q", "Mul", "x", "large")
                .node(TinyGraph.of("turned", "Transpose", "q")
                        .addAttribute(TinyGraph.attribute("perm", List.of(0L, 1L, 3L, 2L)))
                        .build())
                .node("scores", "MatMul", "q", "turned")
                .node("scaled", "Mul", "scores", "small")
                .node("weights", "Softmax", "scaled")
                .node("y", "MatMul", "weights", "x"));

        assertThat(prepared.changes().get(0)).isEqualTo("works in FP16, in FP32 for 1 MatMul, 1 Mul, 1 Softmax");
        assertThat(prepared.changes())
                .last()
                .asString()
                .contains("less of it in FP32 was beyond the bound: with normalisations, softmax")
                .contains("y holds numbers that are not finite");
    }

    @Test
    void whatFollowsTheLastNormalisationIsTakenIntoFp32WhenItMust() throws IOException {
        Prepared prepared = prepare(new TinyGraph()
                .tensor(vector("ones", 1))
                .tensor(vector("zeros", 0))
                .floats("large", 6e4f)
                .floats("small", 1e-4f)
                .node("n", "InstanceNormalization", "x", "ones", "zeros")
                .node("a", "Mul", "n", "large")
                .node("y", "Mul", "a", "small"));

        assertThat(prepared.changes().get(0)).isEqualTo("works in FP16, in FP32 for 1 InstanceNormalization, 2 Mul");
    }

    @Test
    void aBoundThatNothingKeepsIsRefusedWithFigures() {
        assertThatThrownBy(() -> new HalfPreparation(new ErrorBound(1e-9, 1e-9))
                        .prepare(
                                source(new TinyGraph().floats("third", 1 / 3f).node("y", "Mul", "x", "third")),
                                HalfInterface.of(SERVED, Optional.empty(), PIPELINE.vaeScale()),
                                target()))
                .isInstanceOf(BuildException.class)
                .hasMessageMatching("(?s).*with normalisations.* in FP32: converted and original differ by up to"
                        + " [0-9.E-]+, [0-9.E-]+ is allowed.*");
    }

    private Prepared prepare(TinyGraph graph) throws IOException {
        return new HalfPreparation(ErrorBound.HALF)
                .prepare(source(graph), HalfInterface.of(SERVED, Optional.empty(), PIPELINE.vaeScale()), target());
    }

    private Path target() {
        return directory.resolve("half/model.onnx");
    }

    private ConvertedModel source(TinyGraph graph) throws IOException {
        TinyGraph whole = graph.input("x", FLOAT, -1, 4, -1, -1).output("y", FLOAT, -1, 4, -1, -1);
        return new ConvertedModel(
                ModelRole.VAE_DECODER,
                "tiny",
                PIPELINE,
                SERVED,
                whole.in(directory).file());
    }

    private static TensorProto vector(String name, float number) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(FLOAT.getNumber())
                .addDims(4);
        for (int i = 0; i < 4; i++) {
            tensor.addFloatData(number);
        }
        return tensor.build();
    }
}
