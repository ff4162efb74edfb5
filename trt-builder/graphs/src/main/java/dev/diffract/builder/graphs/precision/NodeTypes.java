package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.NodeProtoOrBuilder;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The type rules of one node. TensorRT's strongly typed networks cast nothing by themselves, so types that ONNX lets differ,
 * as base and exponent of Pow, are held to be the same where both are real.
 */
final class NodeTypes {

    private static final int FLOAT = DataType.FLOAT.getNumber();

    private final NodeProtoOrBuilder node;
    private final Operator operator;
    private final boolean strict;
    private final Map<String, Integer> bound = new HashMap<>();

    private NodeTypes(NodeProtoOrBuilder node, boolean strict) {
        this.node = node;
        this.operator = Operators.of(node);
        this.strict = strict;
    }

    /**
     * The element types a node gives.
     *
     * @param inputs the element types it is given, 0 for an input that is left out
     * @param strict whether FP32 operands are held to be FP32, as TensorRT needs it; exporters write them in FP16 too
     * @throws GraphException if it takes no such types, or its operator is not known
     */
    static List<Integer> outputs(NodeProtoOrBuilder node, List<Integer> inputs, boolean strict) {
        NodeTypes types = new NodeTypes(node, strict);
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) != 0) {
                types.take(i, inputs.get(i), inputs);
            }
        }
        types.requireOnePrecision(inputs);
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            outputs.add(types.give(i, inputs));
        }
        return outputs;
    }

    private void take(int index, int type, List<Integer> inputs) {
        String word = operator.input(index);
        if (word.isEmpty()) {
            throw new GraphException(here() + " has " + inputs.size() + " inputs, expected at most "
                    + operator.inputs().size());
        }
        TypeClass types = operator.classes().get(word);
        boolean fits = types == null ? fits(word, type) : types.has(type);
        if (!fits) {
            throw new GraphException(here() + " is given " + ElementTypes.name(type) + " as input " + index
                    + ", expected " + (types == null ? expected(word) : types));
        }
        if (types != null) {
            Integer before = bound.putIfAbsent(word, type);
            if (before != null && before != type) {
                throw mixed(inputs);
            }
        }
    }

    private boolean fits(String word, int type) {
        return switch (word) {
            case "bool" -> type == DataType.BOOL.getNumber();
            case "int64" -> type == DataType.INT64.getNumber();
            case Operator.FLOAT -> strict ? type == FLOAT : TypeClass.REAL.has(type);
            default -> TypeClass.of(word).has(type);
        };
    }

    private static String expected(String word) {
        return switch (word) {
            case "bool" -> "BOOL";
            case "int64" -> "INT64";
            case Operator.FLOAT -> "FP32";
            default -> TypeClass.of(word).toString();
        };
    }

    private void requireOnePrecision(List<Integer> inputs) {
        if (strict
                && bound.values().stream()
                                .filter(TypeClass.REAL::has)
                                .distinct()
                                .count()
                        > 1) {
            throw mixed(inputs);
        }
    }

    private int give(int index, List<Integer> inputs) {
        String word = operator.output(index);
        if (word.isEmpty()) {
            throw new GraphException(here() + " has " + node.getOutputCount() + " outputs, expected at most "
                    + operator.outputs().size());
        }
        if (word.startsWith(Operator.NAMED)) {
            return named(word.substring(1), inputs);
        }
        return switch (word) {
            case "bool" -> DataType.BOOL.getNumber();
            case "int64" -> DataType.INT64.getNumber();
            case Operator.FLOAT -> FLOAT;
            default -> {
                if (!bound.containsKey(word)) {
                    throw new GraphException(here() + " lacks an input that says its type");
                }
                yield bound.get(word);
            }
        };
    }

    private int named(String attribute, List<Integer> inputs) {
        return Nodes.find(node, attribute)
                .map(value -> value.getType() == AttributeProto.AttributeType.TENSOR
                        ? value.getT().getDataType()
                        : (int) value.getI())
                .orElse(operator.name().endsWith("Like") ? inputs.get(0) : FLOAT);
    }

    private GraphException mixed(List<Integer> inputs) {
        return new GraphException(here() + " is given "
                + inputs.stream()
                        .filter(type -> type != 0)
                        .map(ElementTypes::name)
                        .collect(Collectors.joining(", "))
                + ", which do not go together");
    }

    private String here() {
        return "node '" + node.getName() + "' (" + node.getOpType() + ")";
    }
}
