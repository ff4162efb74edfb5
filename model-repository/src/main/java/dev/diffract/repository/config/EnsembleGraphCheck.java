package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An ensemble by itself: every tensor written once, every tensor used, and an order of steps in which data can flow. */
final class EnsembleGraphCheck {

    private final ModelConfig config;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> read = new TreeSet<>();

    private EnsembleGraphCheck(ModelConfig config) {
        this.config = config;
    }

    static List<String> check(ModelConfig config) {
        EnsembleGraphCheck check = new EnsembleGraphCheck(config);
        check.forbiddenFields();
        check.steps();
        if (check.findings.isEmpty()) {
            check.dataFlow();
        }
        return check.findings;
    }

    private void forbiddenFields() {
        String ensemble = " for ensemble '" + config.getName() + "'";
        if (config.getInstanceGroupCount() > 0) {
            findings.add("instance group should not be specified" + ensemble);
        }
        if (config.hasOptimization()) {
            findings.add("optimization should not be specified" + ensemble);
        }
        if (config.getModelWarmupCount() > 0) {
            findings.add("model_warmup can not be specified" + ensemble);
        }
        if (config.getEnsembleScheduling().getStepCount() == 0) {
            findings.add("must specify 'step'" + ensemble);
        }
    }

    private void steps() {
        int index = 0;
        for (Step step : config.getEnsembleScheduling().getStepList()) {
            String where = " in step " + index + " of ensemble '" + config.getName() + "'";
            if (step.getModelName().isEmpty()) {
                findings.add("must specify 'model_name'" + where);
            }
            if (step.getInputMapCount() == 0) {
                findings.add("must specify 'input_map'" + where);
            }
            if (step.getOutputMapCount() == 0) {
                findings.add("must specify 'output_map'" + where);
            }
            for (String tensor : step.getOutputMapMap().values()) {
                if (!written.add(tensor)) {
                    findings.add("ensemble tensor '" + tensor + "' can appear in an output map only once for ensemble '"
                            + config.getName() + "' step " + index);
                }
            }
            read.addAll(step.getInputMapMap().values());
            index++;
        }
    }

    private void dataFlow() {
        Set<String> ready = new HashSet<>();
        for (ModelInput input : config.getInputList()) {
            ready.add(input.getName());
            if (!read.contains(input.getName())) {
                findings.add(
                        "ensemble input '" + input.getName() + "' for ensemble '" + config.getName() + "' is not used");
            }
            if (written.contains(input.getName())) {
                findings.add("ensemble input '" + input.getName() + "' for ensemble '" + config.getName()
                        + "' is also written by a step");
            }
        }
        List<Step> waiting = new ArrayList<>(config.getEnsembleScheduling().getStepList());
        List<Step> runnable;
        do {
            runnable = waiting.stream()
                    .filter(step -> ready.containsAll(step.getInputMapMap().values()))
                    .toList();
            runnable.forEach(step -> ready.addAll(step.getOutputMapMap().values()));
        } while (waiting.removeAll(runnable));
        outputs(ready, waiting);
        Set<String> outputs = new HashSet<>();
        config.getOutputList().forEach(output -> outputs.add(output.getName()));
        for (String tensor : new TreeSet<>(written)) {
            if (!read.contains(tensor) && !outputs.contains(tensor)) {
                findings.add("ensemble tensor '" + tensor + "' is unused in ensemble '" + config.getName() + "'");
            }
        }
    }

    private void outputs(Set<String> ready, List<Step> waiting) {
        for (ModelOutput output : config.getOutputList()) {
            if (!written.contains(output.getName())) {
                findings.add("ensemble output '" + output.getName() + "' for ensemble '" + config.getName()
                        + "' is not used");
            } else if (!ready.contains(output.getName())) {
                findings.add("output '" + output.getName() + "' for ensemble '" + config.getName()
                        + "' is not written: " + missing(ready, waiting));
            }
        }
        if (findings.isEmpty() && !waiting.isEmpty()) {
            findings.add("step of model '" + waiting.get(0).getModelName() + "' of ensemble '" + config.getName()
                    + "' can never run: " + missing(ready, waiting));
        }
    }

    /** A tensor nobody writes is the better explanation; without one, the waiting steps wait for each other. */
    private String missing(Set<String> ready, List<Step> waiting) {
        return waiting.stream()
                .flatMap(step -> step.getInputMapMap().values().stream())
                .filter(tensor -> !ready.contains(tensor) && !written.contains(tensor))
                .sorted()
                .findFirst()
                .map(tensor -> "at least one of its depending tensors, '" + tensor + "', is not connected")
                .orElse("its steps wait for each other's tensors, and an ensemble cannot loop");
    }
}
