package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.onnx.RealTensor;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.AttributeProto.AttributeType;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The attribute in which a node says what type it makes. */
final class MadeType {

    private static final String VALUE = "value";

    private MadeType() {}

    /** Lets the node make {@code type}, if what it makes is real and its own choice. */
    static void set(NodeProto.Builder node, Step step, int type) {
        String word = step.operator().map(operator -> operator.output(0)).orElse("");
        if (!word.startsWith(Operator.NAMED) || step.makes().isEmpty()) {
            return;
        }
        String name = word.substring(Operator.NAMED.length());
        Optional<AttributeProto> before = Nodes.find(node, name);
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(name)) {
                node.removeAttribute(i);
            }
        }
        node.addAttribute(name.equals(VALUE) ? value(before, type) : Nodes.attribute(name, type));
    }

    private static AttributeProto value(Optional<AttributeProto> before, int type) {
        TensorProto tensor = before.map(AttributeProto::getT)
                .orElseGet(() -> TensorProto.newBuilder()
                        .setDataType(DataType.FLOAT.getNumber())
                        .addDims(1)
                        .addFloatData(0)
                        .build());
        return AttributeProto.newBuilder()
                .setName(VALUE)
                .setType(AttributeType.TENSOR)
                .setT(tensor.getDataType() == type ? tensor : as(tensor, type))
                .build();
    }

    private static TensorProto as(TensorProto tensor, int type) {
        try {
            return new RealTensor(tensor, Path.of("")).as(tensor.getName(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
