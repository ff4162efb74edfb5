package dev.diffract.builder.verify;

import dev.diffract.builder.onnx.OnnxModel;
import dev.diffract.repository.config.EnsembleCheck;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every configuration by Triton's rules, against its graph, and ensembles against their members. */
final class ConfigurationsCheck {

    private ConfigurationsCheck() {}

    static List<String> check(ModelDirectories models) {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, ModelConfig> model : models.configs().entrySet()) {
            String directory = model.getKey();
            ModelConfig config = model.getValue();
            if (!config.getName().equals(directory)) {
                findings.add("models/" + directory + "/config.pbtxt has the name '" + config.getName()
                        + "', which must be the directory's");
            }
            List<String> faults = ModelConfigCheck.check(config);
            findings.addAll(faults);
            if (!faults.isEmpty()) {
                continue;
            }
            if (ModelConfigCheck.isEnsemble(config)) {
                findings.addAll(EnsembleCheck.check(
                        config, name -> Optional.ofNullable(models.configs().get(name))));
            }
            OnnxModel graph = models.graphs().get(directory);
            if (graph != null) {
                findings.addAll(GraphInterfaceCheck.check(config, graph.signature()));
            }
        }
        findings.addAll(EnsembleCheck.checkCircles(models.configs()));
        return findings;
    }
}
