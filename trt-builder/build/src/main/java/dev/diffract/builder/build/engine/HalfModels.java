package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Checkpoint;
import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.files.AtomicDirectory;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A model folder's graphs in FP16, without building engines of them. */
public final class HalfModels {

    private static final String GRAPH_FILE = "model.onnx";

    /** Where the graphs in FP32 are for the time of their comparison. */
    private static final String SINGLE = ".fp32";

    private final RepositoryAssembly assembly;
    private final Consumer<String> progress;

    /**
     * @param progress gets a line per finished part
     */
    public HalfModels(RepositoryAssembly assembly, Consumer<String> progress) {
        this.assembly = assembly;
        this.progress = progress;
    }

    /**
     * @param target gets a folder per component, named after its role, and appears only when all are done; must not exist
     * @param bound how far each may be from its original
     * @throws BuildException if the model cannot be read or converted, or a component is beyond the bound; nothing is left
     *     of it then
     */
    public List<HalfModel> write(Recipe recipe, Path target, ErrorBound bound) {
        Path to = target.toAbsolutePath().normalize();
        if (!Files.isDirectory(recipe.source())) {
            throw new BuildException("model folder " + recipe.source() + " does not exist");
        }
        if (Files.exists(to)) {
            throw new BuildException(to + " exists already: choose another directory, or remove it");
        }
        try {
            try (AtomicDirectory half = AtomicDirectory.open(to)) {
                Path single = Files.createDirectory(half.path().resolve(SINGLE));
                List<HalfModel> models = write(recipe, single, half.path(), to, new HalfPreparation(bound));
                FileTrees.delete(single);
                half.publish();
                return models;
            }
        } catch (IOException e) {
            throw new BuildException("cannot convert " + recipe.source() + " to " + to + ": " + IoReasons.of(e), e);
        }
    }

    private List<HalfModel> write(Recipe recipe, Path single, Path half, Path target, GraphPreparation preparation)
            throws IOException {
        List<HalfModel> models = new ArrayList<>();
        Checkpoint checkpoint = Checkpoint.read(recipe);
        checkpoint.requireEach(HalfPreparation::requireUnquantised);
        for (ConvertedModel model : assembly.convert(checkpoint, single).models()) {
            ServedInterface served = HalfInterface.of(
                    model.served(),
                    recipe.resolutions().flatMap(Resolutions::only),
                    model.pipeline().vaeScale());
            Path file = Path.of(model.role().id(), GRAPH_FILE);
            models.add(new HalfModel(
                    model.role(),
                    target.resolve(file),
                    served,
                    preparation.prepare(model, served, half.resolve(file))));
            FileTrees.delete(model.graph().getParent());
            if (model.role() != ModelRole.IMAGE_POST) {
                progress.accept("wrote " + model.role().id() + " in FP16 and compared it with FP32");
            }
        }
        return models;
    }
}
