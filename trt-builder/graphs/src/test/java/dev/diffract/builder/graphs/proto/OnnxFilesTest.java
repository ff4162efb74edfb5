package dev.diffract.builder.graphs.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFilesTest {

    /** Fields of ONNX that have no place in onnx.proto, and one that ONNX does not have yet. */
    private static final int TRAINING_INFO = 20;

    private static final int DEVICE_CONFIGURATIONS = 10;
    private static final int OPAQUE_TYPE = 7;
    private static final int LATER = 1000;

    @Test
    void whatHasNoPlaceIsWrittenAgain() throws IOException {
        ByteString opaque = text(1, "of another domain");
        TypeProto type = TypeProto.newBuilder()
                .setUnknownFields(unknown(OPAQUE_TYPE, opaque))
                .build();
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(4711)
                .setUnknownFields(unknown(LATER, ByteString.copyFrom(new byte[] {0, -1, 7})))
                .build();
        NodeProto node = NodeProto.newBuilder()
                .setOpType("Relu")
                .setUnknownFields(unknown(DEVICE_CONFIGURATIONS, text(1, "two devices")))
                .addAttribute(AttributeProto.newBuilder().setName("a").setT(tensor))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(11)
                .setGraph(GraphProto.newBuilder()
                        .addNode(node)
                        .addInitializer(tensor)
                        .addInput(ValueInfoProto.newBuilder().setName("x").setType(type)))
                .setUnknownFields(unknown(TRAINING_INFO, text(1, "gradients")))
                .build();

        ModelProto again = ModelProto.parseFrom(model.toByteArray());

        assertThat(again.toByteArray()).isEqualTo(model.toByteArray());
        assertThat(again.getUnknownFields()).isEqualTo(unknown(TRAINING_INFO, text(1, "gradients")));
        assertThat(again.getGraph().getNode(0).getUnknownFields())
                .isEqualTo(unknown(DEVICE_CONFIGURATIONS, text(1, "two devices")));
        assertThat(again.getGraph().getInput(0).getType().getUnknownFields()).isEqualTo(unknown(OPAQUE_TYPE, opaque));
    }

    @Test
    void whatHasNoPlaceSurvivesAChangeBesideIt() throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Relu")
                                .setUnknownFields(unknown(DEVICE_CONFIGURATIONS, text(1, "two devices")))))
                .build();

        ModelProto.Builder changed = ModelProto.parseFrom(model.toByteArray()).toBuilder();
        changed.getGraphBuilder().getNodeBuilder(0).setOpType("Sigmoid");

        ModelProto again = ModelProto.parseFrom(changed.build().toByteArray());
        assertThat(again.getGraph().getNode(0).getOpType()).isEqualTo("Sigmoid");
        assertThat(again.getGraph().getNode(0).getUnknownFields())
                .isEqualTo(unknown(DEVICE_CONFIGURATIONS, text(1, "two devices")));
    }

    /** Exporters write fields in their numbers' order, as these classes do: a file with a place for each is the same again. */
    @ParameterizedTest
    @ValueSource(strings = {"diffusers", "dynamo", "optimum", "optimum-fp16"})
    void aModelOfARealExporterIsTheSameFileAgain(String shape, @TempDir Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(ExportedShapes.unpack(shape, directory))) {
            files = all.filter(file -> file.toString().endsWith(".onnx")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));

            assertThat(model.getGraph().getNodeList())
                    .allSatisfy(node -> assertThat(node.getOpType()).isNotEmpty());
            assertThat(model.getOpsetImport(0).getVersion()).isPositive();
            assertThat(model.toByteArray()).as(file.toString()).isEqualTo(Files.readAllBytes(file));
        }
    }

    private static UnknownFieldSet unknown(int number, ByteString content) {
        return UnknownFieldSet.newBuilder()
                .addField(number, Field.newBuilder().addLengthDelimited(content).build())
                .build();
    }

    private static ByteString text(int number, String text) {
        MessageLite message = unknown(number, ByteString.copyFromUtf8(text));
        return message.toByteString();
    }
}
