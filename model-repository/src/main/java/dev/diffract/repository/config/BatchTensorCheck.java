package dev.diffract.repository.config;

import dev.diffract.repository.proto.BatchInput;
import dev.diffract.repository.proto.BatchOutput;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code batch_input} and {@code batch_output}: they are made from inputs, and for outputs, that the model has. */
final class BatchTensorCheck {

    private BatchTensorCheck() {}

    static List<String> check(ModelConfig config) {
        Set<String> inputs =
                config.getInputList().stream().map(ModelInput::getName).collect(Collectors.toSet());
        Set<String> outputs =
                config.getOutputList().stream().map(ModelOutput::getName).collect(Collectors.toSet());
        List<String> findings = new ArrayList<>();
        for (BatchInput batch : config.getBatchInputList()) {
            unknown(batch.getSourceInputList(), inputs, "source input", config, findings);
        }
        for (BatchOutput batch : config.getBatchOutputList()) {
            unknown(batch.getTargetNameList(), outputs, "target output", config, findings);
            unknown(batch.getSourceInputList(), inputs, "source input", config, findings);
        }
        return findings;
    }

    private static void unknown(
            List<String> names, Set<String> known, String kind, ModelConfig config, List<String> findings) {
        names.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> findings.add("unknown " + kind + " name '" + name + "' for " + config.getName()));
    }
}
