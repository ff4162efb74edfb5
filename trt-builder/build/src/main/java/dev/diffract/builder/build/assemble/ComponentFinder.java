package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds the components in a folder by reading every graph in it: what a folder is called says nothing. */
final class ComponentFinder {

    private static final String GRAPH_FILE = "model.onnx";

    private final Path folder;
    private final Consumer<String> progress;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private ComponentFinder(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * @param folder has the graphs as {@code model.onnx} in folders of its own, or itself
     * @throws BuildException if a graph is damaged, a needed one unsupported, a role is filled twice, or a required one not
     *     at all
     */
    static Map<ModelRole, ExportedGraph> find(Path folder, Consumer<String> progress) throws IOException {
        ModelFolder.requireNoCache(folder);
        ComponentFinder finder = new ComponentFinder(folder, progress);
        finder.read();
        Map<ModelRole, ExportedGraph> components = finder.choose();
        if (!finder.faults.isEmpty()) {
            throw new BuildException(String.join("\n", finder.faults));
        }
        finder.tell(components);
        return components;
    }

    /** A graph that cannot be read may be any component: it is never left aside. */
    private void read() throws IOException {
        ModelFolder place = new ModelFolder(folder);
        for (Path file : place.named(GRAPH_FILE)) {
            try {
                place.require(file);
                OnnxModel model = OnnxModel.read(file);
                for (String location : model.externalLocations()) {
                    place.require(file.resolveSibling(location));
                }
                candidates.add(ComponentRules.judge(model));
            } catch (GraphException | BuildException e) {
                faults.add(e.getMessage());
            }
        }
    }

    private Map<ModelRole, ExportedGraph> choose() {
        Map<ModelRole, ExportedGraph> chosen = new EnumMap<>(ModelRole.class);
        for (ModelRole role : ModelRole.values()) {
            List<Candidate> fitting = of(role, true);
            List<Candidate> best = fitting.stream().anyMatch(Candidate::named)
                    ? fitting.stream().filter(Candidate::named).toList()
                    : fitting;
            if (best.size() > 1 && role == ModelRole.TEXT_ENCODER) {
                best = ofTheUnet(best);
            }
            if (best.size() > 1) {
                faults.add(best.get(1).graph().model().file() + " and "
                        + best.get(0).graph().model().file() + " are both a " + role.id());
            } else if (best.size() == 1) {
                chosen.put(role, best.get(0).graph());
            } else {
                of(role, false).forEach(candidate -> faults.add(candidate.sentence()));
            }
        }
        if (faults.isEmpty()) {
            missing(chosen);
        } else if (faults.stream().anyMatch(fault -> fault.contains(ComponentRules.LARGER))) {
            // Its second text encoder, and whatever else it has, need not be explained.
            faults.removeIf(fault -> !fault.contains(ComponentRules.LARGER));
        }
        return chosen;
    }

    private List<Candidate> of(ModelRole role, boolean fitting) {
        return candidates.stream()
                .filter(candidate -> candidate.role().filter(role::equals).isPresent())
                .filter(candidate -> candidate.fault().isEmpty() == fitting)
                .toList();
    }

    /** Of several text encoders, those that give states as wide as the UNet takes them. */
    private List<Candidate> ofTheUnet(List<Candidate> encoders) {
        List<Candidate> unets = of(ModelRole.UNET, true);
        if (unets.size() != 1) {
            return encoders;
        }
        String taken = ComponentRules.FAMILY.unet().textStates().name();
        String given = ComponentRules.FAMILY.textEncoder().lastStates().name();
        long width = unets.get(0)
                .graph()
                .model()
                .signature()
                .input(taken)
                .orElseThrow()
                .dim(2);
        List<Candidate> same = encoders.stream()
                .filter(encoder -> encoder.graph()
                                .model()
                                .signature()
                                .output(given)
                                .orElseThrow()
                                .dim(2)
                        == width)
                .toList();
        return width == TensorInfo.DYNAMIC || same.isEmpty() ? encoders : same;
    }

    private void missing(Map<ModelRole, ExportedGraph> chosen) {
        List<String> missing = ComponentRules.FAMILY.exported().stream()
                .filter(role -> !chosen.containsKey(role))
                .map(ModelRole::id)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        candidates.stream()
                .filter(candidate -> candidate.role().isEmpty())
                .forEach(candidate -> faults.add(candidate.sentence()));
        faults.add(folder + " has no graph (" + GRAPH_FILE + ") that is a "
                + String.join(", nor one that is a ", missing)
                + "; found: "
                + (chosen.isEmpty()
                        ? "none at all"
                        : chosen.entrySet().stream()
                                .map(entry -> entry.getKey().id() + " in "
                                        + folder.relativize(
                                                entry.getValue().model().file()))
                                .collect(Collectors.joining(", "))));
    }

    private void tell(Map<ModelRole, ExportedGraph> components) {
        components.forEach((role, graph) -> progress.accept(
                "found " + role.id() + " in " + folder.relativize(graph.model().file())));
        candidates.stream()
                .filter(candidate -> !components.containsValue(candidate.graph()))
                .forEach(candidate -> progress.accept(folder.relativize(
                                candidate.graph().model().file())
                        + " is not used: "
                        + candidate
                                .fault()
                                .orElseGet(() -> "another graph is the "
                                        + candidate.role().map(ModelRole::id).orElse("component"))));
    }
}
