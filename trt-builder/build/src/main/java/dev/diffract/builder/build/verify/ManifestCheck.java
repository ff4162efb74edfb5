package dev.diffract.builder.build.verify;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.FileDigest;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifest's models against the directories: the roles a frontend needs, and the checkpoint every one carries. */
final class ManifestCheck {

    private ManifestCheck() {}

    static List<String> check(Manifest manifest, ModelDirectories models) {
        List<String> findings = new ArrayList<>();
        Set<ModelRole> roles = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (ServedModel model : manifest.models()) {
            if (!roles.add(model.role())) {
                findings.add(
                        "manifest.json lists two models of role " + model.role().id());
            }
            names.add(model.name());
            if (ServedName.parse(model.name())
                    .filter(name -> !name.isOf(manifest.checkpoint()))
                    .isPresent()) {
                findings.add("model " + model.name()
                        + " is named after another checkpoint than the manifest's, which is " + manifest.checkpoint());
            }
            if (!models.configs().containsKey(model.name())) {
                findings.add("manifest.json lists the model " + model.name()
                        + ", of which models/ has no readable configuration");
            }
        }
        ModelFamily family = manifest.pipeline().family();
        Stream.concat(family.needed().stream(), family.members().stream())
                .sorted()
                .filter(role -> !roles.contains(role))
                .forEach(role -> findings.add("manifest.json lists no model of role " + role.id()));
        models.configs().forEach((name, config) -> {
            if (!names.contains(name)) {
                findings.add("models/" + name + " is not in the manifest");
            }
            checkpoint(manifest, config, findings);
            files(manifest, config, findings);
        });
        manifest.find(ModelRole.TEXT_ENCODER)
                .map(encoder -> models.configs().get(encoder.name()))
                .ifPresent(config -> clipSkips(manifest.pipeline(), config, findings));
        return findings;
    }

    private static void clipSkips(Pipeline pipeline, ModelConfig encoder, List<String> findings) {
        Set<String> outputs =
                encoder.getOutputList().stream().map(ModelOutput::getName).collect(Collectors.toSet());
        for (int skip = 1; skip <= pipeline.clipSkips(); skip++) {
            String states = pipeline.textStates(skip);
            if (!outputs.contains(states)) {
                findings.add("model " + encoder.getName() + ": it has no output " + states
                        + ", the manifest says that clip skips to " + pipeline.clipSkips() + " are served");
            }
        }
    }

    /** Repositories of earlier builders carry no such digest. */
    private static void files(Manifest manifest, ModelConfig config, List<String> findings) {
        if (!config.containsParameters(Manifest.FILE_PARAMETER)) {
            return;
        }
        String carried = config.getParametersOrThrow(Manifest.FILE_PARAMETER).getStringValue();
        String directory = "models/" + config.getName() + "/" + RepositoryPaths.VERSION + "/";
        SortedMap<String, FileDigest> files = new TreeMap<>();
        manifest.files().forEach((path, digest) -> {
            if (path.startsWith(directory)) {
                files.put(path.substring(directory.length()), digest);
            }
        });
        String actual = FileDigest.ofAll(files);
        if (!carried.equals(actual)) {
            findings.add("model " + config.getName() + ": its parameter " + Manifest.FILE_PARAMETER + " is '" + carried
                    + "', the files in the manifest are '" + actual + "'");
        }
    }

    private static void checkpoint(Manifest manifest, ModelConfig config, List<String> findings) {
        String carried = config.containsParameters(Manifest.CHECKPOINT_PARAMETER)
                ? config.getParametersOrThrow(Manifest.CHECKPOINT_PARAMETER).getStringValue()
                : "";
        if (!carried.equals(manifest.checkpoint())) {
            findings.add("model " + config.getName() + ": its parameter " + Manifest.CHECKPOINT_PARAMETER + " is '"
                    + carried + "', the manifest's checkpoint is '" + manifest.checkpoint() + "'");
        }
    }
}
