package dev.diffract.builder.build.verify;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelOutput;
import dev.diffract.repository.proto.ModelWarmup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files beside a configuration that it names: labels of outputs, and data of warm-up requests. */
final class ReferencedFiles {

    private static final String WARMUP_DATA = "warmup";

    private ReferencedFiles() {}

    static List<String> missing(Path directory, ModelConfig config) {
        Stream<Path> labels = config.getOutputList().stream()
                .map(ModelOutput::getLabelFilename)
                .filter(file -> !file.isEmpty())
                .map(directory::resolve);
        Stream<Path> data = config.getModelWarmupList().stream()
                .flatMap(warmup -> warmup.getInputsMap().values().stream())
                .filter(ModelWarmup.Input::hasInputDataFile)
                .map(input -> directory.resolve(WARMUP_DATA).resolve(input.getInputDataFile()));
        return Stream.concat(labels, data)
                .filter(file -> !Files.isRegularFile(file))
                .map(file -> file + " is missing, which the configuration of model " + config.getName() + " names")
                .toList();
    }
}
