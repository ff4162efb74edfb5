package dev.diffract.builder.build.verify;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.config.Shapes;
import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A configuration's tensors against those of its graph: names, types, shapes. */
final class GraphInterfaceCheck {

    private final ModelConfig config;
    private final List<String> findings = new ArrayList<>();

    private GraphInterfaceCheck(ModelConfig config) {
        this.config = config;
    }

    static List<String> check(ModelConfig config, Signature graph) {
        GraphInterfaceCheck check = new GraphInterfaceCheck(config);
        for (ModelInput input : config.getInputList()) {
            List<Long> dims = input.hasReshape() ? input.getReshape().getShapeList() : input.getDimsList();
            check.tensor("input", input.getName(), input.getDataType(), dims, graph.input(input.getName()));
        }
        for (ModelOutput output : config.getOutputList()) {
            List<Long> dims = output.hasReshape() ? output.getReshape().getShapeList() : output.getDimsList();
            check.tensor("output", output.getName(), output.getDataType(), dims, graph.output(output.getName()));
        }
        check.unconfigured(graph);
        return check.findings;
    }

    private void tensor(String kind, String name, DataType type, List<Long> dims, Optional<TensorInfo> inGraph) {
        String where = "model " + config.getName() + ", " + kind + " " + name + ": ";
        if (inGraph.isEmpty()) {
            findings.add(where + "the graph has no such " + kind);
            return;
        }
        TensorInfo tensor = inGraph.get();
        boolean sameType = ElementTypes.of(tensor.elementType())
                .filter(found -> found.configType() == type)
                .isPresent();
        if (!sameType) {
            findings.add(where + "the configuration says " + type + ", the graph "
                    + ElementTypes.name(tensor.elementType()));
        }
        List<Long> full = Shapes.full(config, dims);
        if (tensor.dims().filter(graphDims -> !compatible(full, graphDims)).isPresent()) {
            findings.add(where + "the configuration says " + Shapes.text(full) + ", batch included, the graph "
                    + Shapes.text(tensor.dims().get()));
        }
    }

    private void unconfigured(Signature graph) {
        Set<String> configured =
                config.getInputList().stream().map(ModelInput::getName).collect(Collectors.toSet());
        graph.inputs().stream()
                .map(TensorInfo::name)
                .filter(name -> !configured.contains(name))
                .forEach(name -> findings.add("model " + config.getName() + ", input " + name
                        + ": the graph needs it, the configuration lacks it"));
    }

    private static boolean compatible(List<Long> configured, List<Long> graph) {
        if (configured.size() != graph.size()) {
            return false;
        }
        for (int i = 0; i < graph.size(); i++) {
            if (graph.get(i) != TensorInfo.DYNAMIC && !graph.get(i).equals(configured.get(i))) {
                return false;
            }
        }
        return true;
    }
}
