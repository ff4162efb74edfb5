package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.layout.Sha256;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A model folder, read, found complete, and digested. Digesting reads every weight, which takes longer than all else that is not converting: whoever asks
 * whether something changed and then builds it does both with one of these.
 */
public final class Checkpoint {

    private final Recipe recipe;
    private final SourceModel source;
    private final List<String> found;

    private Checkpoint(Recipe recipe, SourceModel source, List<String> found) {
        this.recipe = recipe;
        this.source = source;
        this.found = List.copyOf(found);
    }

    /**
     * @throws BuildException if something is missing, damaged or unsupported
     */
    public static Checkpoint read(Recipe recipe) throws IOException {
        List<String> found = new ArrayList<>();
        try {
            return new Checkpoint(recipe, recipe.adjust(SourceModel.read(recipe.source(), found::add)), found);
        } catch (GraphException e) {
            throw new BuildException(e.getMessage(), e);
        }
    }

    /**
     * @param requirement throws a {@link GraphException} for a graph that does not meet it
     * @throws BuildException if a graph does not; the message names its file
     */
    public void requireEach(Consumer<OnnxModel> requirement) {
        source.graphs().values().forEach(graph -> {
            try {
                requirement.accept(graph);
            } catch (GraphException e) {
                throw new BuildException(graph.file() + ": " + e.getMessage(), e);
            }
        });
    }

    Recipe recipe() {
        return recipe;
    }

    SourceModel source() {
        return source;
    }

    /** A role's name on the server, which says this checkpoint. */
    String servedName(ModelRole role) {
        return ServedName.of(recipe.name(), source.checkpoint(), role).toString();
    }

    /** A line per component, for whoever watches. */
    List<String> found() {
        return found;
    }

    /** Digest over everything that a repository of this is made from, as its manifest has it. */
    String inputs(String builder, ServingRuntime runtime) throws IOException {
        List<String> parts = List.of(
                builder,
                source.checkpoint(),
                SourceSettings.digest(source.folder()),
                recipe.name(),
                recipe.resolutions().map(Resolutions::toString).orElse("[]"),
                runtime.id(),
                runtime.describe());
        return "sha256:" + Sha256.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
