package dev.diffract.builder.cli;

import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Something done to a model folder. */
@FunctionalInterface
interface Damage {
    void apply(Path model) throws IOException;

    static Damage edit(String file, Consumer<GraphProto.Builder> change) {
        return model -> ExportedShapes.edit(model.resolve(file), change);
    }

    static Damage location(String location) {
        return entry("location", location);
    }

    static Damage entry(String key, String value) {
        return edit(
                "unet/model.onnx",
                graph -> graph.getInitializerBuilderList().stream()
                        .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                        .findFirst()
                        .orElseThrow()
                        .addExternalData(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    }

    static ValueInfoProto.Builder input(GraphProto.Builder graph, String name) {
        return graph.getInputBuilderList().stream()
                .filter(input -> input.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static ValueInfoProto named(GraphProto.Builder graph, String name) {
        return input(graph, "encoder_hidden_states").build().toBuilder()
                .setName(name)
                .build();
    }

    static void type(ValueInfoProto.Builder value, int type) {
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    }
}
