package dev.diffract.embedded.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.diffract.repository.config.Shapes;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A configuration against the graph it is for: names, types, ranks, dimensions. */
final class OnnxSignature {

    private final ModelConfig config;
    private final List<String> findings = new ArrayList<>();

    private OnnxSignature(ModelConfig config) {
        this.config = config;
    }

    /** A sentence per finding. */
    static List<String> check(ModelConfig config, OrtSession session) throws OrtException {
        OnnxSignature signature = new OnnxSignature(config);
        Map<String, NodeInfo> inputs = session.getInputInfo();
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        if (config.getInputCount() != inputs.size()) {
            signature.findings.add(signature.unable() + "configuration expects " + config.getInputCount()
                    + " inputs, model provides " + inputs.size());
        }
        for (ModelInput input : config.getInputList()) {
            List<Long> dims = input.hasReshape() ? input.getReshape().getShapeList() : input.getDimsList();
            signature.tensor("input", input.getName(), TensorType.ofConfigType(input.getDataType()), dims, inputs);
        }
        for (ModelOutput output : config.getOutputList()) {
            List<Long> dims = output.hasReshape() ? output.getReshape().getShapeList() : output.getDimsList();
            signature.tensor("output", output.getName(), TensorType.ofConfigType(output.getDataType()), dims, outputs);
        }
        return signature.findings;
    }

    private void tensor(String kind, String name, TensorType type, List<Long> dims, Map<String, NodeInfo> graph) {
        NodeInfo node = graph.get(name);
        if (node == null) {
            findings.add(unable() + "unexpected inference " + kind + " '" + name + "', allowed " + kind + "s are: "
                    + new TreeSet<>(graph.keySet()).stream().collect(Collectors.joining(", ")));
            return;
        }
        if (OnnxTypes.of(type).isEmpty()) {
            findings.add("unsupported datatype " + type.configType() + " for " + kind + " '" + name + "' for model '"
                    + config.getName() + "'");
            return;
        }
        if (!(node.getInfo() instanceof TensorInfo info)) {
            findings.add(unable() + kind + " '" + name + "' is no tensor in the graph");
            return;
        }
        TensorType provided = OnnxTypes.of(info.type).orElse(null);
        if (provided != type) {
            findings.add(unable() + "configuration expects datatype " + type.configType() + " for " + kind + " '" + name
                    + "', model provides " + (provided == null ? info.onnxType : provided.configType()));
        }
        shape(
                kind,
                name,
                Shapes.full(config, dims),
                LongStream.of(info.getShape()).boxed().toList());
    }

    private void shape(String kind, String name, List<Long> configured, List<Long> provided) {
        boolean fits = configured.size() == provided.size();
        for (int i = 0; fits && i < configured.size(); i++) {
            // Where the configuration leaves a dimension open, the graph must: a request may bring any size.
            fits = provided.get(i) == Shapes.WILDCARD || provided.get(i).equals(configured.get(i));
        }
        if (!fits) {
            findings.add("model '" + config.getName() + "', tensor '" + name + "': the model expects "
                    + provided.size() + " dimensions (shape " + Shapes.text(provided)
                    + ") but the model configuration specifies " + configured.size() + " dimensions (shape "
                    + Shapes.text(configured) + (config.getMaxBatchSize() > 0 ? ", the batch dimension first" : "")
                    + ") for this " + kind);
        }
    }

    private String unable() {
        return "unable to load model '" + config.getName() + "', ";
    }
}
