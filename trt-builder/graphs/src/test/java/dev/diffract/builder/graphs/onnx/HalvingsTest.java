package dev.diffract.builder.graphs.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingsTest {

    private static final Path DEMO = Path.of("../../model-repository/demo-onnx");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16"})
    void exportedUnetsHalveOnce(String shape) throws IOException {
        Path model = ExportedShapes.unpack(shape, directory);
        assertThat(Halvings.of(OnnxModel.read(model.resolve("unet/model.onnx"))))
                .isEqualTo(1);
    }

    @Test
    void theDemosUnetHalvesTwiceAndItsImageEncoderThreeTimes() throws IOException {
        assertThat(Halvings.of(OnnxModel.read(DEMO.resolve("unet/model.onnx")))).isEqualTo(2);
        assertThat(Halvings.of(OnnxModel.read(DEMO.resolve("vae_encoder/model.onnx"))))
                .isEqualTo(3);
        assertThat(Halvings.of(OnnxModel.read(DEMO.resolve("vae_decoder/model.onnx"))))
                .isZero();
    }

    /** The shortcut of a block is halved beside it; what was doubled again may be halved again. */
    @Test
    void onlyWhatIsHalvedAfterEachOtherCounts() {
        assertThat(of(conv("b", "a", 2), conv("c", "a", 2), node("Add", "d", "b", "c")))
                .isEqualTo(1);
        assertThat(of(conv("b", "a", 2), node("Resize", "c", "b"), conv("d", "c", 2)))
                .isEqualTo(1);
        assertThat(of(conv("b", "a", 2), conv("c", "b", 1), conv("d", "c", 2))).isEqualTo(2);
        assertThat(of(conv("b", "a", 4))).isEqualTo(2);
        assertThat(of(node("Conv", "b", "a"))).isZero();
    }

    private static int of(NodeProto... nodes) {
        GraphProto graph = GraphProto.newBuilder().addAllNode(List.of(nodes)).build();
        return Halvings.of(new OnnxModel(
                Path.of("model.onnx"), ModelProto.newBuilder().setGraph(graph).build()));
    }

    private static NodeProto conv(String output, String input, long stride) {
        return node("Conv", output, input).toBuilder()
                .addAttribute(Nodes.attribute("strides", List.of(stride, stride)))
                .build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }
}
