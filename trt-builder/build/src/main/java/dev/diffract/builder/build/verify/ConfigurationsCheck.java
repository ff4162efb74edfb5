package dev.diffract.builder.build.verify;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.repository.config.EnsembleCheck;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every configuration by Triton's rules, against its graph, and ensembles against their members. */
final class ConfigurationsCheck {

    private static final long LATEST = -1;

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
                findings.addAll(memberVersions(config, models));
            }
            OnnxModel graph = models.graphs().get(directory);
            if (graph != null) {
                findings.addAll(GraphInterfaceCheck.check(config, graph.signature()));
            }
        }
        findings.addAll(EnsembleCheck.checkCircles(models.configs()));
        return findings;
    }

    /** A step names a version that its member serves, or -1 for the latest; what it leaves out is 0, and no such version. */
    private static List<String> memberVersions(ModelConfig ensemble, ModelDirectories models) {
        return ensemble.getEnsembleScheduling().getStepList().stream()
                .filter(step -> step.getModelVersion() != LATEST)
                .filter(step -> models.served().containsKey(step.getModelName()))
                .filter(step -> !models.served().get(step.getModelName()).contains(step.getModelVersion()))
                .map(step -> "ensemble '" + ensemble.getName() + "' depends on '" + step.getModelName()
                        + "' whose required version " + step.getModelVersion() + " is not loaded")
                .toList();
    }
}
