package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.PlacedModel;
import dev.diffract.builder.build.assemble.ServedForm;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.assemble.ServingRuntime;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Models as TensorRT engines in one slice. */
public final class EngineServing implements ServingRuntime {

    private final EngineTarget target;
    private final EngineOptions options;
    private final GraphPreparation preparation;
    private final EngineBuilder builder;

    /**
     * @param target the slice, as manifests describe it
     */
    public EngineServing(
            EngineTarget target, EngineOptions options, GraphPreparation preparation, EngineBuilder builder) {
        this.target = target;
        this.options = options;
        this.preparation = preparation;
        this.builder = builder;
    }

    @Override
    public String id() {
        return Manifest.TENSORRT;
    }

    @Override
    public String describe() {
        return target + " " + options + " " + preparation.describe();
    }

    @Override
    public Optional<EngineTarget> target() {
        return Optional.of(target);
    }

    @Override
    public Map<ModelRole, ServedForm> serve(List<PlacedModel> models) throws IOException {
        List<Component> components = new ArrayList<>();
        for (PlacedModel placed : models) {
            components.add(prepare(placed.model(), placed.version()));
        }
        MemoryBudget budget = new MemoryBudget(
                target.memoryBytes(),
                components.stream().mapToLong(Component::weights).sum());
        if (budget.activations() <= 0) {
            throw new BuildException("the model does not fit " + target.profile() + " of " + target.gpu() + ": "
                    + budget + " leaves nothing to compute in. Choose a larger profile");
        }
        BuiltEngines built = builder.build(new EngineSet(components, options, budget));
        Map<ModelRole, ServedForm> forms = new EnumMap<>(ModelRole.class);
        for (Component component : components) {
            forms.put(component.model().role(), built.form(component));
        }
        return forms;
    }

    private Component prepare(ConvertedModel model, Path version) throws IOException {
        ServedInterface served = HalfInterface.of(
                model.served(), options.resolutions().only(), model.pipeline().vaeScale());
        Path scratch = Files.createTempDirectory(
                model.graph().toAbsolutePath().getParent().getParent(), "half-");
        Path graph = scratch.resolve(model.graph().getFileName());
        Prepared prepared = preparation.prepare(model, served, graph);
        try (Stream<Path> files = Files.list(graph.getParent())) {
            long weights = 0;
            for (Path file : files.toList()) {
                weights += Files.size(file);
            }
            return new Component(model, served, graph, version.resolve(EngineConfigs.ENGINE_FILE), weights, prepared);
        }
    }
}
