package dev.diffract.repository.config;

import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An ensemble against its members: tensors exist, are wired once, and agree in type and shape along every edge; the
 * batch sizes fit. What needs no member is {@link ModelConfigCheck}'s.
 */
public final class EnsembleCheck {

    private record Edge(String model, DataType type, List<Long> dims, List<Long> fullDims) {}

    private final ModelConfig ensemble;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Edge> tensors = new HashMap<>();

    private EnsembleCheck(ModelConfig ensemble) {
        this.ensemble = ensemble;
    }

    /**
     * @param ensemble an ensemble's configuration that {@link ModelConfigCheck} found nothing in
     * @param members configuration of a model by its name, empty if there is no such model
     * @return a sentence per finding
     */
    public static List<String> check(ModelConfig ensemble, Function<String, Optional<ModelConfig>> members) {
        EnsembleCheck check = new EnsembleCheck(ensemble);
        ensemble.getInputList()
                .forEach(
                        input -> check.tensors.put(input.getName(), edge(ensemble, input.getDataType(), inner(input))));
        ensemble.getOutputList()
                .forEach(output ->
                        check.tensors.put(output.getName(), edge(ensemble, output.getDataType(), inner(output))));
        for (Step step : ensemble.getEnsembleScheduling().getStepList()) {
            members.apply(step.getModelName())
                    .ifPresentOrElse(
                            member -> check.step(step, member),
                            () -> check.findings.add("ensemble " + ensemble.getName()
                                    + " contains models that are not available or ambiguous: " + step.getModelName()));
        }
        return check.findings;
    }

    /**
     * Ensembles that contain each other.
     *
     * @param configs every model of a repository by name
     * @return a sentence per ensemble that reaches itself
     */
    public static List<String> checkCircles(Map<String, ModelConfig> configs) {
        List<String> findings = new ArrayList<>();
        new TreeMap<>(configs).forEach((name, config) -> {
            if (reaches(config, name, configs, new LinkedHashSet<>())) {
                findings.add("circular dependency between ensembles: " + name + " -> ... -> " + name);
            }
        });
        return findings;
    }

    private static boolean reaches(
            ModelConfig from, String target, Map<String, ModelConfig> configs, Set<String> visited) {
        return from.getEnsembleScheduling().getStepList().stream()
                .map(Step::getModelName)
                .anyMatch(member -> member.equals(target)
                        || (visited.add(member)
                                && configs.containsKey(member)
                                && reaches(configs.get(member), target, configs, visited)));
    }

    private void step(Step step, ModelConfig member) {
        if (member.getMaxBatchSize() != 0 && member.getMaxBatchSize() < ensemble.getMaxBatchSize()) {
            findings.add("ensemble " + ensemble.getName() + " allows maximum batch size " + ensemble.getMaxBatchSize()
                    + ", but it contains model " + member.getName() + " which only allows maximum batch size to be "
                    + member.getMaxBatchSize());
        }
        Map<String, ModelInput> inputs =
                member.getInputList().stream().collect(Collectors.toMap(ModelInput::getName, Function.identity()));
        step.getInputMapMap().forEach((name, tensor) -> {
            ModelInput input = inputs.get(name);
            if (input == null) {
                findings.add(in() + "ensemble tensor " + tensor + " is mapping to non-existing input " + name
                        + " in model " + member.getName());
            } else {
                consistent(tensor, edge(member, input.getDataType(), input.getDimsList()));
            }
        });
        for (ModelInput input : member.getInputList()) {
            if (!input.getOptional() && !step.getInputMapMap().containsKey(input.getName())) {
                findings.add(in() + "input " + input.getName() + " in model " + member.getName()
                        + " is not mapped to any ensemble tensors");
            }
        }
        Map<String, ModelOutput> outputs =
                member.getOutputList().stream().collect(Collectors.toMap(ModelOutput::getName, Function.identity()));
        step.getOutputMapMap().forEach((name, tensor) -> {
            ModelOutput output = outputs.get(name);
            if (output == null) {
                findings.add(in() + "ensemble tensor " + tensor + " is mapped from non-existing output " + name
                        + " in model " + member.getName());
            } else {
                consistent(tensor, edge(member, output.getDataType(), output.getDimsList()));
            }
        });
    }

    private void consistent(String tensor, Edge edge) {
        Edge known = tensors.putIfAbsent(tensor, edge);
        if (known == null) {
            return;
        }
        String where = in() + "ensemble tensor " + tensor + ": ";
        if (known.type != edge.type) {
            findings.add(where + "inconsistent data type: " + known.type + " is inferred from model " + known.model
                    + " while " + edge.type + " is inferred from model " + edge.model);
        } else if (!compatible(known.dims, edge.dims) && !compatible(known.fullDims, edge.fullDims)) {
            findings.add(where + "inconsistent shape: " + Shapes.text(known.fullDims) + " is inferred from model "
                    + known.model + " while " + Shapes.text(edge.fullDims) + " is inferred from model " + edge.model);
        }
    }

    private String in() {
        return "in ensemble " + ensemble.getName() + ", ";
    }

    private static Edge edge(ModelConfig model, DataType type, List<Long> dims) {
        return new Edge(model.getName(), type, dims, Shapes.full(model, dims));
    }

    /** A reshape changes what an ensemble hands to its members. */
    private static List<Long> inner(ModelInput input) {
        return input.hasReshape() ? input.getReshape().getShapeList() : input.getDimsList();
    }

    private static List<Long> inner(ModelOutput output) {
        return output.hasReshape() ? output.getReshape().getShapeList() : output.getDimsList();
    }

    private static boolean compatible(List<Long> left, List<Long> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            long l = left.get(i);
            long r = right.get(i);
            if (l != r && l != Shapes.WILDCARD && r != Shapes.WILDCARD) {
                return false;
            }
        }
        return true;
    }
}
