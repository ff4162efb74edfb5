package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelWarmup;
import dev.diffract.repository.proto.ModelWarmup.Input.InputDataTypeCase;
import java.util.ArrayList;
import java.util.List;

/** A model's warm-up requests against its inputs: without them running, a model does not become ready. */
final class WarmupCheck {

    private final ModelConfig config;
    private final ModelWarmup warmup;
    private final List<String> findings = new ArrayList<>();

    private WarmupCheck(ModelConfig config, ModelWarmup warmup) {
        this.config = config;
        this.warmup = warmup;
    }

    static List<String> check(ModelConfig config) {
        List<String> findings = new ArrayList<>();
        for (ModelWarmup warmup : config.getModelWarmupList()) {
            WarmupCheck check = new WarmupCheck(config, warmup);
            config.getInputList().forEach(check::input);
            findings.addAll(check.findings);
        }
        return findings;
    }

    private void input(ModelInput expected) {
        String name = expected.getName();
        if (!warmup.containsInputs(name)) {
            if (!expected.getOptional()) {
                add("missing required input(s) ['" + name + "']");
            }
            return;
        }
        ModelWarmup.Input input = warmup.getInputsOrThrow(name);
        if (input.getInputDataTypeCase() == InputDataTypeCase.INPUTDATATYPE_NOT_SET) {
            add("warmup setting expects input '" + name + "' to have input_data_type set");
        }
        if (input.getDataType() != expected.getDataType()) {
            add("input '" + name + "' data-type is '" + input.getDataType() + "', but the model expects '"
                    + expected.getDataType() + "'");
        }
        if (input.getDimsList().contains(Shapes.WILDCARD)) {
            add("warmup setting expects all variable-size dimensions are specified for input '" + name + "'");
        } else if (!Shapes.fits(expected.getDimsList(), input.getDimsList())) {
            add("unexpected shape for input '" + name + "'. Expected " + Shapes.text(expected.getDimsList()) + ", got "
                    + Shapes.text(input.getDimsList()));
        }
    }

    private void add(String problem) {
        findings.add("warm-up '" + warmup.getName() + "' of model " + config.getName() + ": " + problem);
    }
}
