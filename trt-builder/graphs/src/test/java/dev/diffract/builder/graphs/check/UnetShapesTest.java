package dev.diffract.builder.graphs.check;

import static dev.diffract.builder.graphs.check.TinyUnet.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small UNets, out_sample = sample + timestep + mean of the text states, with the timestep in all shapes exporters write. */
class UnetShapesTest {

    private static final CheckSizes SIZES = new CheckSizes(8, 8, 77, 10);
    private static final List<ServedTensor> INPUTS = TinyUnet.inputs(TensorType.FP32);

    @TempDir
    Path directory;

    @Test
    void aScalarThatIsUnsqueezedAndExpandedComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(
                                List.of(),
                                node("Unsqueeze", "row", "timestep", "zero_axis"),
                                node("Expand", "t", "row", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsReshapedAndExpandedComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(
                                List.of(),
                                node("Reshape", "row", "timestep", "minus_one"),
                                node("Identity", "same", "row"),
                                node("Expand", "t", "same", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsExpandedAtOnceComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(List.of(), node("Expand", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfOneComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(List.of(1L), node("Expand", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfOneThatIsTiledComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(List.of(1L), node("Tile", "t", "timestep", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorWhoseFirstElementIsTakenComputesTheSamePerSample() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(
                                List.of(1L),
                                node("Gather", "scalar", "timestep", "zero"),
                                node("Unsqueeze", "row", "scalar", "zero_axis"),
                                node("Expand", "t", "row", "batch")))
                        .maxError())
                .isZero();
    }

    @Test
    void aVectorOfTheBatchStaysWhatItIs() throws IOException {
        assertThat(convertAndCompare(TinyUnet.of(List.of(-1L), node("Identity", "t", "timestep")))
                        .maxError())
                .isZero();
    }

    @Test
    void aScalarThatIsBroadcastByArithmeticIsRefused() {
        assertThatThrownBy(() -> convertAndCompare(TinyUnet.of(
                        List.of(),
                        node("Mul", "scaled", "timestep", "two_numbers"),
                        node("Expand", "t", "scaled", "batch"))))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("node 'scaled' (Mul)");
    }

    @Test
    void aGraphThatMixesSamplesUpIsRefusedWithFigures() throws IOException {
        OnnxModel source = write(TinyUnet.of(List.of(-1L), node("Identity", "t", "timestep")), "source.onnx");
        Path mixing = directory.resolve("mixing.onnx");
        // Every sample gets the first one's timestep: 981 instead of 1 for the last.
        write(
                TinyUnet.of(
                        List.of(-1L),
                        node("Gather", "first", "timestep", "zero_axis"),
                        node("Expand", "t", "first", "batch")),
                "mixing.onnx");

        assertThatThrownBy(() -> new ConversionCheck(
                                source.signature(), TinyUnet.inputs(TensorType.INT64), TinyUnet.OUTPUTS, SIZES)
                        .compare(source, mixing))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("differ by up to 980.0");
    }

    private NumericCheck convertAndCompare(ModelProto unet) throws IOException {
        OnnxModel source = write(unet, "source.onnx");
        Path converted = directory.resolve("converted.onnx");
        ComponentGraph graph = new ComponentGraph(source)
                .timestepPerSample("timestep")
                .timestepWithFraction("timestep")
                .serve(INPUTS, TinyUnet.OUTPUTS);
        OnnxModelWriter.write(graph.build(), converted);
        assertThat(OnnxModel.read(converted).graph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("Expand", "Tile");
        return new ConversionCheck(source.signature(), INPUTS, TinyUnet.OUTPUTS, SIZES).compare(source, converted);
    }

    private OnnxModel write(ModelProto model, String name) throws IOException {
        Path file = directory.resolve(name);
        OnnxModelWriter.write(model, file);
        return OnnxModel.read(file);
    }
}
