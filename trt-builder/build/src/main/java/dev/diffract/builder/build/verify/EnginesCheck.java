package dev.diffract.builder.build.verify;

import dev.diffract.builder.nvidia.tensorrt.EngineHeader;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.config.Shapes;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Range;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelInstanceGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Engine files against their configurations and against what the manifest says of their build; no GPU and no TensorRT is needed. */
final class EnginesCheck {

    static final String PLATFORM = "tensorrt_plan";
    static final String ENGINE_FILE = "model.plan";

    private final RepositoryPaths paths;
    private final ModelDirectories models;
    private final List<String> findings = new ArrayList<>();

    private EnginesCheck(RepositoryPaths paths, ModelDirectories models) {
        this.paths = paths;
        this.models = models;
    }

    static List<String> check(RepositoryPaths paths, Manifest manifest, ModelDirectories models) {
        EnginesCheck check = new EnginesCheck(paths, models);
        boolean engines = manifest.runtime().equals(Manifest.TENSORRT);
        if (engines && manifest.target().isEmpty()) {
            check.findings.add(
                    "manifest.json has the runtime tensorrt and no target: it does not say where its engines may run");
        }
        if (!engines && manifest.target().isPresent()) {
            check.findings.add(
                    "manifest.json has a target, and the runtime " + manifest.runtime() + ", which has no engines");
        }
        for (ServedModel model : manifest.models()) {
            ModelConfig config = models.configs().get(model.name());
            if (config != null && !ModelConfigCheck.isEnsemble(config)) {
                check.model(model, config, engines, manifest.target());
            }
        }
        return check.findings;
    }

    private void model(ServedModel model, ModelConfig config, boolean engines, Optional<EngineTarget> target) {
        if (config.getPlatform().equals(PLATFORM) != engines) {
            findings.add("model " + model.name() + ": its platform is " + config.getPlatform()
                    + ", which the manifest's runtime does not have");
        } else if (engines && model.engine().isEmpty()) {
            findings.add("model " + model.name() + ": the manifest does not say how its engine was built");
        } else if (engines) {
            header(model.name(), config, target);
            batch(config, model.engine().get());
            inputs(config, model.engine().get());
            profiles(config, model.engine().get());
        }
    }

    private void header(String name, ModelConfig config, Optional<EngineTarget> target) {
        String file = config.getDefaultModelFilename().isEmpty() ? ENGINE_FILE : config.getDefaultModelFilename();
        Path version = models.versions().get(name);
        if (version == null) {
            return; // said already
        }
        Path engine = version.resolve(file);
        if (!Files.isRegularFile(engine)) {
            findings.add(paths.root().relativize(engine) + " is missing");
            return;
        }
        try {
            EngineHeader.read(engine)
                    .builtBy()
                    .map(Object::toString)
                    .ifPresent(builtBy -> target.map(EngineTarget::tensorrt)
                            .filter(expected -> !expected.equals(builtBy))
                            .ifPresent(expected -> findings.add(paths.root().relativize(engine)
                                    + " was built by TensorRT " + builtBy + ", the manifest says " + expected)));
        } catch (TensorRtException e) {
            findings.add(e.getMessage());
        }
    }

    private void batch(ModelConfig config, EngineRecord engine) {
        if (config.getMaxBatchSize() > engine.maxBatch()) {
            findings.add("model " + config.getName() + ": the configuration has max_batch_size "
                    + config.getMaxBatchSize() + ", the engine takes " + engine.maxBatch() + " at most");
        }
        config.getOptimization().getCuda().getGraphSpecList().stream()
                .filter(graph -> graph.getBatchSize() > engine.maxBatch())
                .forEach(graph -> findings.add("model " + config.getName() + ": a CUDA graph for a batch of "
                        + graph.getBatchSize() + ", the engine takes " + engine.maxBatch() + " at most"));
    }

    private void inputs(ModelConfig config, EngineRecord engine) {
        for (Map<String, Range> profile : engine.shapes()) {
            for (ModelInput input : config.getInputList()) {
                Range range = profile.get(input.getName());
                List<Long> dims = input.hasReshape() ? input.getReshape().getShapeList() : input.getDimsList();
                String where = "model " + config.getName() + ", input " + input.getName() + ": ";
                if (range == null) {
                    findings.add(where + "the engine was built without a shape for it");
                } else if (!admits(
                        range, Shapes.full(config, dims), engine.shapes().size() > 1)) {
                    findings.add(where + "the configuration says " + Shapes.text(Shapes.full(config, dims))
                            + ", batch included, the engine takes " + Shapes.text(range.min()) + " to "
                            + Shapes.text(range.max()));
                }
            }
        }
    }

    /** With several shape profiles, sizes differ between them, and the configuration leaves them open. */
    private static boolean admits(Range range, List<Long> dims, boolean several) {
        if (range.max().size() != dims.size()) {
            return false;
        }
        for (int axis = 1; axis < dims.size(); axis++) {
            long dim = dims.get(axis);
            boolean open =
                    dim < 0 && (several || range.min().get(axis) < range.max().get(axis));
            if (!open && (dim < range.min().get(axis) || dim > range.max().get(axis))) {
                return false;
            }
        }
        return true;
    }

    private void profiles(ModelConfig config, EngineRecord engine) {
        for (ModelInstanceGroup group : config.getInstanceGroupList()) {
            group.getProfileList().stream()
                    .filter(profile -> !profile.matches("\\d{1,4}")
                            || Integer.parseInt(profile) >= engine.shapes().size())
                    .forEach(profile -> findings.add("model " + config.getName() + ": instance group " + group.getName()
                            + " wants the shape profile " + profile + ", the engine has "
                            + engine.shapes().size()));
            boolean unused = (group.getProfileCount() > 0
                            && group.getProfileCount() < engine.shapes().size())
                    || (group.getProfileCount() == 0 && engine.shapes().size() > 1);
            if (unused) {
                findings.add("model " + config.getName() + ": instance group " + group.getName() + " does not load all "
                        + engine.shapes().size() + " shape profiles of the engine");
            }
        }
    }
}
