package dev.diffract.frontend.testing;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes what the frontend reads of a repository. Pictures are 64 x 64 by default, up to 256. */
public final class TestRepository {

    public static final String MODEL = "tiny";
    public static final String CHECKPOINT = "sha256:1111111111112222222222223333333333334444444444445555555555556666";

    /** The UNet's name. */
    public static final String UNET = name(ModelRole.UNET);

    /** Gray: the first channel. */
    private static final PreviewFactors PREVIEWS =
            new PreviewFactors(Collections.nCopies(3, List.of(1.0, 0.0, 0.0, 0.0)), List.of(0.5, 0.5, 0.5), 0.1);

    private TestRepository() {}

    public static Manifest manifest() {
        return manifest(MODEL, CHECKPOINT);
    }

    public static Manifest manifest(String model, String checkpoint) {
        return new Manifest(
                model,
                checkpoint,
                "onnx",
                "test",
                new Pipeline(
                        ModelFamilies.STABLE_DIFFUSION,
                        4,
                        8,
                        0.18215,
                        77,
                        4,
                        new SizeRule(64, 64, 256),
                        2,
                        Optional.of(PREVIEWS)),
                new Defaults(64, 64, 4, 3.0, Optional.of("DDIM"), Optional.empty()),
                Optional.of(Map.of("en", "Nothing but noise.")),
                Stream.of(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_ENCODER, ModelRole.DECODE_IMAGE)
                        .map(role -> served(
                                role, ServedName.of(model, checkpoint, role).toString()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** With a safety checker. */
    public static Manifest judged() {
        Manifest plain = manifest();
        ServedModel checker = served(ModelRole.SAFETY_CHECKER, name(ModelRole.SAFETY_CHECKER));
        return with(
                plain,
                Stream.concat(plain.models().stream(), Stream.of(checker)).toList());
    }

    /** The same of an earlier builder, whose models are called by their roles alone. */
    public static Manifest unproven(Manifest manifest) {
        return with(
                manifest,
                manifest.models().stream()
                        .map(model -> served(model.role(), model.role().id()))
                        .toList());
    }

    /** The name of a model of {@link #manifest()}. */
    public static String name(ModelRole role) {
        return ServedName.of(MODEL, CHECKPOINT, role).toString();
    }

    private static Manifest with(Manifest plain, List<ServedModel> models) {
        return new Manifest(
                plain.model(),
                plain.checkpoint(),
                plain.runtime(),
                plain.builder(),
                plain.pipeline(),
                plain.defaults(),
                plain.description(),
                models,
                Optional.empty(),
                Optional.empty(),
                plain.files());
    }

    private static ServedModel served(ModelRole role, String name) {
        return new ServedModel(role, name, Optional.empty(), List.of(), Optional.empty());
    }

    /** Writes the repository into an existing directory. */
    public static Path write(Path directory) throws IOException {
        return write(directory, manifest());
    }

    public static Path write(Path directory, Manifest manifest) throws IOException {
        RepositoryPaths paths = new RepositoryPaths(directory);
        Files.createDirectories(paths.tokenizerVocabulary().getParent());
        Files.createDirectories(paths.schedulerConfig().getParent());
        Files.writeString(paths.manifest(), ManifestFile.print(manifest));
        Files.writeString(paths.tokenizerVocabulary(), "{\"a</w>\": 0, \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}");
        Files.writeString(paths.tokenizerMerges(), "#version: 0.2\n");
        Files.writeString(
                paths.schedulerConfig(),
                "{\"_class_name\": \"DDIMScheduler\", \"beta_schedule\": \"scaled_linear\","
                        + " \"beta_start\": 0.00085, \"beta_end\": 0.012, \"clip_sample\": false, \"steps_offset\": 1,"
                        + " \"set_alpha_to_one\": false}");
        return directory;
    }
}
