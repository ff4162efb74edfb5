package dev.diffract.builder.build.verify;

import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.repository.config.ConfigException;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.config.VersionPolicies;
import dev.diffract.repository.layout.InputFiles;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models below {@code models/}, as far as they can be read.
 *
 * @param configs by the name of the directory
 * @param versions the directory of the latest version that a server loads, by the name of the model's directory
 * @param graphs by the name of the directory; ensembles and engines have none
 * @param served by the name of the directory: versions that a server loads
 */
record ModelDirectories(
        Map<String, ModelConfig> configs,
        Map<String, Path> versions,
        Map<String, OnnxModel> graphs,
        Map<String, NavigableSet<Long>> served) {

    private static final String DEFAULT_GRAPH_FILE = "model.onnx";

    /** Reads what there is. What cannot be read is added to the findings and left out. */
    static ModelDirectories read(RepositoryPaths paths, List<String> findings) throws IOException {
        ModelDirectories models =
                new ModelDirectories(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        if (!Files.isDirectory(paths.models())) {
            findings.add("models is missing, or is no directory");
            return models;
        }
        for (Path directory : children(paths.models())) {
            if (Files.isDirectory(directory)) {
                models.readModel(directory, findings);
            }
        }
        return models;
    }

    private void readModel(Path directory, List<String> findings) throws IOException {
        String name = directory.getFileName().toString();
        try {
            Path file = directory.resolve(ConfigFiles.FILE_NAME);
            Optional<String> objection = Files.exists(file) ? InputFiles.objection(file) : Optional.empty();
            if (objection.isPresent()) {
                findings.add("models/" + name + "/" + ConfigFiles.FILE_NAME + " " + objection.get());
                return;
            }
            configs.put(name, ConfigFiles.read(file));
        } catch (ConfigException e) {
            findings.add(e.getMessage());
            return;
        } catch (NoSuchFileException e) {
            findings.add("models/" + name + "/" + ConfigFiles.FILE_NAME + " is missing");
            return;
        }
        ModelConfig config = configs.get(name);
        findings.addAll(ReferencedFiles.missing(directory, config));
        NavigableSet<Long> present = versions(directory);
        children(directory).stream()
                .filter(Files::isDirectory)
                .map(child -> child.getFileName().toString())
                .filter(VersionPolicies::isTooLarge)
                .forEach(version -> findings.add("models/" + name + "/" + version
                        + " is larger than the largest version, " + Long.MAX_VALUE + ": Triton ends on it"));
        served.put(name, VersionPolicies.served(config.getVersionPolicy(), present));
        if (present.isEmpty()) {
            findings.add("models/" + name + " has no version: a directory named with a number from 1");
            return;
        }
        if (served.get(name).isEmpty()) {
            findings.add("at least one version must be available under the version policy of model '" + name
                    + "', which has " + present);
            return;
        }
        Path latest = directory.resolve(served.get(name).last().toString());
        versions.put(name, latest);
        if (!ModelConfigCheck.isEnsemble(config) && !config.getPlatform().equals(EnginesCheck.PLATFORM)) {
            readGraph(name, latest, findings);
        }
    }

    private void readGraph(String name, Path version, List<String> findings) throws IOException {
        String configured = configs.get(name).getDefaultModelFilename();
        Path file = version.resolve(configured.isEmpty() ? DEFAULT_GRAPH_FILE : configured);
        try {
            graphs.put(name, OnnxModel.read(file));
        } catch (GraphException e) {
            findings.add(e.getMessage());
        } catch (NoSuchFileException e) {
            findings.add(file + " is missing");
        }
    }

    private static NavigableSet<Long> versions(Path directory) throws IOException {
        return children(directory).stream()
                .filter(Files::isDirectory)
                .map(child -> child.getFileName().toString())
                .filter(VersionPolicies::isVersion)
                .map(Long::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
