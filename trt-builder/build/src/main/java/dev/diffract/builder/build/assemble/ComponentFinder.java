package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the components in a folder by reading every graph in it: what a folder is called says nothing. */
final class ComponentFinder {

    private static final String GRAPH_FILE = "model.onnx";

    private ComponentFinder() {}

    /**
     * @param folder has the graphs as {@code model.onnx} in folders of its own, or itself
     * @throws BuildException if a graph is damaged or unsupported, a role is filled twice, or a required one not at all
     */
    static Map<ModelRole, OnnxModel> find(Path folder, Consumer<String> progress) throws IOException {
        Map<ModelRole, OnnxModel> components = new EnumMap<>(ModelRole.class);
        List<String> faults = new ArrayList<>();
        for (Path file : graphFiles(folder)) {
            try {
                OnnxModel model = OnnxModel.read(file);
                ModelRole role = roleOf(model);
                OnnxModel other = components.putIfAbsent(role, model);
                if (other != null) {
                    faults.add(file + " and " + other.file() + " are both a " + role.id());
                } else {
                    progress.accept("found " + role.id() + " in " + folder.relativize(file));
                }
            } catch (GraphException | BuildException e) {
                faults.add(e.getMessage());
            }
        }
        if (faults.isEmpty()) {
            missing(folder, components, faults);
        }
        if (!faults.isEmpty()) {
            throw new BuildException(String.join("\n", faults));
        }
        return components;
    }

    private static ModelRole roleOf(OnnxModel model) {
        try {
            return ComponentRules.roleOf(model.signature());
        } catch (BuildException e) {
            throw new BuildException(model.file() + ": " + e.getMessage(), e);
        }
    }

    private static void missing(Path folder, Map<ModelRole, OnnxModel> components, List<String> faults) {
        List<String> missing = ComponentRules.FAMILY.exported().stream()
                .filter(role -> !components.containsKey(role))
                .map(ModelRole::id)
                .toList();
        if (!missing.isEmpty()) {
            faults.add(folder + " has no graph (" + GRAPH_FILE + ") that is a "
                    + String.join(", nor one that is a ", missing)
                    + "; found: "
                    + (components.isEmpty()
                            ? "none at all"
                            : components.entrySet().stream()
                                    .map(entry -> entry.getKey().id() + " in "
                                            + folder.relativize(entry.getValue().file()))
                                    .collect(Collectors.joining(", "))));
        }
    }

    private static List<Path> graphFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.getFileName().toString().equals(GRAPH_FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
