package dev.diffract.builder.assemble;

import dev.diffract.builder.check.CheckException;
import dev.diffract.builder.check.CheckSizes;
import dev.diffract.builder.check.ImagePostCheck;
import dev.diffract.builder.onnx.EmbeddingTable;
import dev.diffract.builder.onnx.GraphException;
import dev.diffract.builder.onnx.ImagePostGraph;
import dev.diffract.builder.onnx.OnnxModel;
import dev.diffract.builder.onnx.Signature;
import dev.diffract.builder.verify.RepositoryVerifier;
import dev.diffract.builder.verify.VerifyReport;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.ManifestFile;
import dev.diffract.repository.layout.ModelRole;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.RepositoryPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds a repository: reads, converts, compares, writes, verifies, publishes. */
public final class RepositoryBuilder {

    private final String builder;
    private final Consumer<String> progress;

    /**
     * @param builder name and version of this program, for the manifest
     * @param progress gets a line per finished part
     */
    public RepositoryBuilder(String builder, Consumer<String> progress) {
        this.builder = builder;
        this.progress = progress;
    }

    /**
     * @throws BuildException if it cannot be built; the target is then what it was before
     */
    public BuildResult build(BuildRequest request) {
        request.requirePlaces();
        requireReplaceable(request);
        try {
            SourceModel source = SourceModel.read(request.source(), progress);
            try (Staging staging = Staging.open(request.target())) {
                Manifest manifest = write(request, source, new RepositoryWriter(staging.directory()));
                requireSound(staging.directory());
                if (holdsSame(request.target(), manifest)) {
                    return new BuildResult(manifest, false);
                }
                requireFree(request);
                staging.publish();
                return new BuildResult(manifest, true);
            }
        } catch (GraphException e) {
            throw new BuildException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BuildException(
                    "cannot build " + request.target() + " from " + request.source() + ": " + IoReasons.of(e), e);
        }
    }

    private Manifest write(BuildRequest request, SourceModel source, RepositoryWriter writer) throws IOException {
        SourceSettings settings = SourceSettings.read(source.folder());
        TextShape text = TextShape.of(
                source.graphs().get(ModelRole.TEXT_ENCODER),
                source.graphs().get(ModelRole.UNET),
                settings.textLength());
        Pipelines pipelines = Pipelines.of(settings, source.graphs(), text);
        CheckSizes sizes = checkSizes(source, pipelines);
        ModelConfigs configs = new ModelConfigs(request, source.checkpoint());
        List<ServedModel> models = new ArrayList<>();
        for (Map.Entry<ModelRole, OnnxModel> graph : source.graphs().entrySet()) {
            ModelRole role = graph.getKey();
            String name = request.servedName(role);
            ServedInterface served = ServedInterface.of(role, graph.getValue().signature(), text);
            Conversion conversion = Conversion.of(role, graph.getValue(), served, text, sizes, writer.graphFile(name));
            writer.config(configs.graph(role, served));
            models.add(new ServedModel(
                    role,
                    name,
                    Optional.of(source.digests().get(role)),
                    conversion.changes(),
                    Optional.of(conversion.check())));
            progress.accept("converted " + role.id() + " and compared it with its original");
        }
        models.addAll(generated(request, source, text, configs, writer));
        for (String folder : SourceModel.COPIED) {
            writer.folder(source.folder().resolve(folder));
        }
        Manifest manifest = new Manifest(
                request.name(),
                source.checkpoint(),
                request.runtime(),
                builder,
                pipelines.withPreviews(previews(request, source, pipelines, writer)),
                pipelines.defaults(),
                models,
                writer.digests());
        writer.manifest(manifest);
        return manifest;
    }

    private Optional<PreviewFactors> previews(
            BuildRequest request, SourceModel source, Pipelines pipelines, RepositoryWriter writer) throws IOException {
        Optional<Signature> encoder =
                Optional.ofNullable(source.graphs().get(ModelRole.VAE_ENCODER)).map(OnnxModel::signature);
        Path decoderFile = writer.graphFile(request.servedName(ModelRole.VAE_DECODER));
        Optional<Path> encoderFile = encoder.isPresent()
                ? Optional.of(writer.graphFile(request.servedName(ModelRole.VAE_ENCODER)))
                : Optional.empty();
        return Previews.fit(decoderFile, encoderFile, encoder, pipelines.pipeline(), progress);
    }

    private List<ServedModel> generated(
            BuildRequest request, SourceModel source, TextShape text, ModelConfigs configs, RepositoryWriter writer)
            throws IOException {
        boolean checker = source.hasSafetyChecker();
        String post = request.servedName(ModelRole.IMAGE_POST);
        writer.graph(post, ImagePostGraph.create(checker));
        try {
            ImagePostCheck.check(writer.graphFile(post));
        } catch (CheckException e) {
            throw new BuildException(e.getMessage(), e);
        }
        writer.config(configs.graph(ModelRole.IMAGE_POST, ServedInterface.imagePost(checker)));
        ServedInterface decoder = ServedInterface.of(
                ModelRole.VAE_DECODER,
                source.graphs().get(ModelRole.VAE_DECODER).signature(),
                text);
        writer.config(configs.decodeImage(ServedInterface.decodeImage(decoder, checker), checker));
        progress.accept("wrote image_post and the ensemble decode_image");
        return List.of(
                generated(ModelRole.IMAGE_POST, post),
                generated(ModelRole.DECODE_IMAGE, request.servedName(ModelRole.DECODE_IMAGE)));
    }

    private static ServedModel generated(ModelRole role, String name) {
        return new ServedModel(role, name, Optional.empty(), List.of(), Optional.empty());
    }

    private static CheckSizes checkSizes(SourceModel source, Pipelines pipelines) {
        long rows = EmbeddingTable.rows(source.graphs().get(ModelRole.TEXT_ENCODER), ComponentRules.INPUT_IDS)
                .orElse((long) source.tokenizer().vocabulary().size());
        int side = Math.max(8, pipelines.pipeline().sizes().multiple() / Pipelines.VAE_SCALE);
        return new CheckSizes(side, Pipelines.VAE_SCALE, pipelines.pipeline().textLength(), Math.toIntExact(rows));
    }

    private static void requireSound(Path repository) throws IOException {
        VerifyReport report = RepositoryVerifier.verify(repository);
        if (!report.findings().isEmpty()) {
            throw new BuildException(
                    "what was built does not pass verification:\n" + String.join("\n", report.findings()));
        }
    }

    private static boolean holdsSame(Path target, Manifest manifest) throws IOException {
        Path file = new RepositoryPaths(target).manifest();
        return Files.exists(file)
                && Files.readString(file).equals(ManifestFile.print(manifest))
                && RepositoryVerifier.verify(target).findings().isEmpty();
    }

    /** Said before the work, where it can be: a directory that is no repository is never touched. */
    private static void requireReplaceable(BuildRequest request) {
        Path target = request.target();
        if (Files.isDirectory(target) && !isEmpty(target) && !Files.exists(new RepositoryPaths(target).manifest())) {
            throw new BuildException(
                    target + " is not empty and no repository written by Diffract: choose another --out");
        }
    }

    private static void requireFree(BuildRequest request) {
        if (Files.isDirectory(request.target()) && !isEmpty(request.target()) && !request.replace()) {
            throw new BuildException(
                    request.target() + " holds another repository: choose another --out, or replace it with --replace");
        }
    }

    private static boolean isEmpty(Path directory) {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            throw new BuildException("cannot read " + directory + ": " + IoReasons.of(e), e);
        }
    }
}
