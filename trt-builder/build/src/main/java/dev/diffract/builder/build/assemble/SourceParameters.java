package dev.diffract.builder.build.assemble;

import dev.diffract.builder.files.IoReasons;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** How large the components of a model folder are, without converting anything. */
public final class SourceParameters {

    private SourceParameters() {}

    /**
     * Floating point weights of every component, counted in its graph. External data is not read.
     *
     * @throws BuildException if the folder does not exist, lacks a component, or has one that is damaged or unsupported
     */
    public static Map<ModelRole, Long> count(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BuildException(
                    "model folder " + folder + (Files.exists(folder) ? " is not a directory" : " does not exist"));
        }
        try {
            Map<ModelRole, Long> parameters = new EnumMap<>(ModelRole.class);
            ComponentFinder.find(folder, line -> {})
                    .forEach((role, graph) -> parameters.put(role, graph.model().parameters()));
            return parameters;
        } catch (GraphException e) {
            throw new BuildException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BuildException("cannot read " + folder + ": " + IoReasons.of(e), e);
        }
    }
}
