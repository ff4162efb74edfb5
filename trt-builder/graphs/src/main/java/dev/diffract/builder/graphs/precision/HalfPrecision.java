package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.RealTensor;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes FP16 into a graph: weights, constants, inputs, outputs and everything computed between them, with casts around the
 * parts that stay in FP32. The result is strongly typed, as both TensorRT 10 and 11 take it. Converting it again changes
 * nothing.
 */
public final class HalfPrecision {

    /** The oldest operator set whose operators the table describes: axes are inputs since then. Exporters write 14 and newer. */
    private static final long OLDEST_OPSET = 13;

    private HalfPrecision() {}

    /**
     * @param source in FP32, or in FP16 already: what such a graph computes in FP32 stays so
     * @param kept inputs and outputs that keep their type
     * @param level how much stays in FP32
     * @throws GraphException if the graph is not well formed, or holds what cannot be converted; the message says which node
     *     or tensor
     * @throws IOException if external data cannot be read
     */
    public static HalfGraph convert(OnnxModel source, Set<String> kept, IslandLevel level) throws IOException {
        requireConvertible(source.proto());
        Flow flow = new Flow(source.graph());
        Map<String, Survey> surveys = survey(flow, source.file());
        BitSet single = Islands.find(flow, surveys, level);
        TypePlan plan = new TypePlan(flow, single, kept);
        GraphProto graph = HalfRewriter.rewrite(source.graph(), source.file(), flow, plan);
        GraphTypes.requireStronglyTyped(graph);
        ModelProto model = source.proto().toBuilder().setGraph(graph).build();
        return new HalfGraph(model, losses(graph, surveys), List.of(islands(flow, single)));
    }

    private static void requireConvertible(ModelProto model) {
        if (model.getFunctionsCount() > 0) {
            throw new GraphException("it defines functions of its own, as "
                    + model.getFunctions(0).getName() + ": export it with standard operators only");
        }
        long opset = model.getOpsetImportList().stream()
                .filter(opsets -> Operators.isStandard(opsets.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(0);
        if (opset < OLDEST_OPSET) {
            throw new GraphException("its operator set is " + opset + ", conversion to FP16 needs " + OLDEST_OPSET
                    + " or newer: export it again with a newer one");
        }
    }

    private static Map<String, Survey> survey(Flow flow, Path file) throws IOException {
        Map<String, Survey> surveys = new LinkedHashMap<>();
        for (TensorProto constant : flow.constants().values()) {
            if (TypeClass.REAL.has(constant.getDataType())) {
                surveys.put(constant.getName(), Survey.of(new RealTensor(constant, file)));
            }
        }
        return surveys;
    }

    private static HalfGraph.Losses losses(GraphProto graph, Map<String, Survey> surveys) {
        Survey total = graph.getInitializerList().stream()
                .filter(tensor -> tensor.getDataType() == TypePlan.HALF)
                .map(tensor -> surveys.getOrDefault(tensor.getName(), Survey.NOTHING))
                .reduce(Survey.NOTHING, Survey::plus);
        return new HalfGraph.Losses(total.elements(), total.vanishing(), total.subnormal());
    }

    private static String islands(Flow flow, BitSet single) {
        Map<String, Integer> operators = new TreeMap<>();
        single.stream()
                .mapToObj(flow.steps()::get)
                .forEach(step -> operators.merge(step.node().getOpType(), 1, Integer::sum));
        String list = operators.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "works in FP16" + (list.isEmpty() ? "" : ", in FP32 for " + list);
    }
}
