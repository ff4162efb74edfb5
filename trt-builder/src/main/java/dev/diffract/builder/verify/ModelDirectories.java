package dev.diffract.builder.verify;

import dev.diffract.builder.onnx.GraphException;
import dev.diffract.builder.onnx.OnnxModel;
import dev.diffract.repository.config.ConfigException;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The models below {@code models/}, as far as they can be read.
 *
 * @param configs by the name of the directory
 * @param versions the latest version's directory, by the name of the directory
 * @param graphs by the name of the directory; ensembles and engines have none
 */
record ModelDirectories(Map<String, ModelConfig> configs, Map<String, Path> versions, Map<String, OnnxModel> graphs) {

    private static final String DEFAULT_GRAPH_FILE = "model.onnx";

    /** Reads what there is. What cannot be read is added to the findings and left out. */
    static ModelDirectories read(RepositoryPaths paths, List<String> findings) throws IOException {
        ModelDirectories models = new ModelDirectories(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
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
            configs.put(name, ConfigFiles.read(directory.resolve(ConfigFiles.FILE_NAME)));
        } catch (ConfigException e) {
            findings.add(e.getMessage());
            return;
        } catch (NoSuchFileException e) {
            findings.add("models/" + name + "/" + ConfigFiles.FILE_NAME + " is missing");
            return;
        }
        Optional<Path> version = latestVersion(directory);
        if (version.isEmpty()) {
            findings.add("models/" + name + " has no version: a directory named with a number from 1");
            return;
        }
        versions.put(name, version.get());
        ModelConfig config = configs.get(name);
        if (!ModelConfigCheck.isEnsemble(config) && !config.getPlatform().equals(EnginesCheck.PLATFORM)) {
            readGraph(name, version.get(), findings);
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

    private static Optional<Path> latestVersion(Path directory) throws IOException {
        return children(directory).stream()
                .filter(Files::isDirectory)
                .filter(child -> child.getFileName().toString().matches("[1-9]\\d{0,8}"))
                .max((left, right) -> Integer.compare(number(left), number(right)));
    }

    private static int number(Path version) {
        return Integer.parseInt(version.getFileName().toString());
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
