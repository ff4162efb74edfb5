package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.repository.kserve.Half;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Making nodes and constants, and looking into them. */
public final class Nodes {

    private Nodes() {}

    public static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output);
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    public static NodeProto.Builder cast(String input, String output, int elementType) {
        return node("Cast", List.of(input), output).addAttribute(attribute("to", elementType));
    }

    /** A rank-1 constant of INT64. */
    static TensorProto longs(String name, List<Long> values) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.size())
                .addAllInt64Data(values)
                .build();
    }

    /** Whole numbers as a constant of FP32. */
    static TensorProto floats(String name, List<Long> dims, List<Long> values) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(dims)
                .addAllFloatData(values.stream().map(Long::floatValue).toList())
                .build();
    }

    public static Optional<AttributeProto> find(NodeProtoOrBuilder node, String attribute) {
        return node.getAttributeList().stream()
                .filter(candidate -> candidate.getName().equals(attribute))
                .findFirst();
    }

    /** The numbers of a small INT64 tensor, or empty if it is another type or its bytes are external. */
    static Optional<List<Long>> longs(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.INT64.getNumber()
                || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return Optional.empty();
        }
        if (!tensor.hasRawData()) {
            return Optional.of(tensor.getInt64DataList());
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(IntStream.range(0, raw.remaining() / Long.BYTES)
                .mapToObj(i -> raw.getLong(i * Long.BYTES))
                .toList());
    }

    /** The only number of a floating point tensor, or empty if it holds several, is another type or external. */
    static Optional<Double> number(TensorProto tensor) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        boolean single = tensor.getDimsList().stream().allMatch(dim -> dim == 1);
        if (type == null || !single || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return Optional.empty();
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        boolean inRaw = tensor.hasRawData();
        return switch (type) {
            case FLOAT -> Optional.of((double) (inRaw ? raw.getFloat() : tensor.getFloatData(0)));
            case DOUBLE -> Optional.of(inRaw ? raw.getDouble() : tensor.getDoubleData(0));
            case FLOAT16 -> Optional.of((double) Half.toFloat(inRaw ? raw.getShort() : (short) tensor.getInt32Data(0)));
            default -> Optional.empty();
        };
    }

    /** Every tensor name that a node reads, those read by graphs inside it included. */
    public static void forEachRead(NodeProtoOrBuilder node, Consumer<String> action) {
        node.getInputList().forEach(action);
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                forEachRead(attribute.getG(), action);
            }
            attribute.getGraphsList().forEach(inner -> forEachRead(inner, action));
        }
    }

    private static void forEachRead(GraphProto graph, Consumer<String> action) {
        graph.getNodeList().forEach(node -> forEachRead(node, action));
        graph.getOutputList().forEach(output -> action.accept(output.getName()));
    }

    /** Lets a node read {@code to} wherever it reads {@code from}, also in graphs inside it. */
    public static void replaceRead(NodeProto.Builder node, String from, String to) {
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(from)) {
                node.setInput(i, to);
            }
        }
        for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.getGBuilder().getNodeBuilderList().forEach(inner -> replaceRead(inner, from, to));
            }
            attribute
                    .getGraphsBuilderList()
                    .forEach(graph -> graph.getNodeBuilderList().forEach(inner -> replaceRead(inner, from, to)));
        }
    }
}
