package dev.diffract.builder.build.assemble;

import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.CheckSizes;
import dev.diffract.builder.graphs.check.ImagePostCheck;
import dev.diffract.builder.graphs.onnx.EmbeddingTable;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.ImagePostGraph;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.pipeline.ImagePostTensors;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a repository into an empty directory: reads, converts, compares, and hands the graphs to what they run on. */
public final class RepositoryAssembly {

    private final String builder;
    private final Consumer<String> progress;

    /**
     * @param builder name and version of this program, for the manifest
     * @param progress gets a line per finished part
     */
    public RepositoryAssembly(String builder, Consumer<String> progress) {
        this.builder = builder;
        this.progress = progress;
    }

    /**
     * @param directory empty
     * @throws BuildException if it cannot be built; the directory then holds anything
     */
    public Manifest write(Checkpoint checkpoint, ServingRuntime runtime, Path directory) throws IOException {
        Path scratch = Files.createDirectory(directory.resolve(RepositoryWriter.SCRATCH));
        Manifest manifest = write(convert(checkpoint, scratch), runtime, directory);
        FileTrees.delete(scratch);
        return manifest;
    }

    /** Digest over everything that {@link #write} would make a repository from, as its manifest has it. */
    public String inputs(Checkpoint checkpoint, ServingRuntime runtime) throws IOException {
        return checkpoint.inputs(builder, runtime);
    }

    /**
     * Converts without serving, for whoever serves the same graphs in several ways.
     *
     * @param scratch where the converted graphs are written
     * @throws BuildException if it cannot be converted
     */
    public ConvertedPipeline convert(Checkpoint checkpoint, Path scratch) throws IOException {
        checkpoint.found().forEach(progress);
        try {
            return converted(checkpoint, scratch);
        } catch (GraphException e) {
            throw new BuildException(e.getMessage(), e);
        }
    }

    /**
     * Writes what was converted.
     *
     * @param directory empty but for what it was converted into
     * @throws BuildException if it cannot be built; the directory then holds anything
     */
    public Manifest write(ConvertedPipeline converted, ServingRuntime runtime, Path directory) throws IOException {
        RepositoryWriter writer = new RepositoryWriter(directory);
        List<ServedModel> models = serve(converted, runtime, writer);
        Recipe recipe = converted.recipe();
        SourceModel source = converted.source();
        for (String folder : SourceModel.COPIED) {
            writer.folder(source.folder().resolve(folder));
        }
        Manifest manifest = new Manifest(
                recipe.name(),
                source.checkpoint(),
                runtime.id(),
                builder,
                converted.pipelines().pipeline(),
                converted.pipelines().defaults(),
                converted.pipelines().description(),
                models,
                Optional.of(inputs(converted.checkpoint(), runtime)),
                runtime.target(),
                writer.digests());
        writer.manifest(manifest);
        return manifest;
    }

    private ConvertedPipeline converted(Checkpoint checkpoint, Path scratch) throws IOException {
        Recipe recipe = checkpoint.recipe();
        SourceModel source = checkpoint.source();
        ModelFamily family = ComponentRules.FAMILY;
        SourceSettings settings = SourceSettings.read(source.folder(), family.defaults());
        Map<ModelRole, OnnxModel> graphs = source.graphs();
        OnnxModel textEncoder = graphs.get(ModelRole.TEXT_ENCODER);
        TextLength length = source.length();
        TextShape text = TextShape.of(family, textEncoder, graphs.get(ModelRole.UNET), length.tokens());
        VaeSettings vae = source.vae();
        Pipelines pipelines = Pipelines.of(settings, vae, graphs, text).limitedTo(recipe);
        Stream.of(length.remarks(), vae.remarks(), settings.remarks())
                .flatMap(List::stream)
                .forEach(progress);
        Pipeline pipeline = pipelines.pipeline();
        Map<ModelRole, Conversion> conversions = new EnumMap<>(ModelRole.class);
        List<ConvertedModel> models = new ArrayList<>();
        for (Map.Entry<ModelRole, ExportedGraph> graph : source.found().entrySet()) {
            ModelRole role = graph.getKey();
            ServedInterface served = ServedInterface.of(role, graph.getValue().model(), pipeline, graphs.keySet());
            Conversion.remark(role, graph.getValue()).ifPresent(progress);
            ConvertedModel model = model(checkpoint, role, pipeline, served, scratch);
            conversions.put(
                    role,
                    Conversion.of(role, graph.getValue(), served, text, checkSizes(source, pipeline), model.graph()));
            models.add(model);
            progress.accept("converted " + role.id() + " and compared it with its original");
        }
        models.add(imagePost(checkpoint, pipeline, graphs.keySet(), scratch));
        Pipelines complete = pipelines.withPreviews(previews(source, pipelines, models));
        return new ConvertedPipeline(checkpoint, complete, models, conversions);
    }

    private PreviewFactors previews(SourceModel source, Pipelines pipelines, List<ConvertedModel> models)
            throws IOException {
        Optional<Signature> encoder =
                Optional.ofNullable(source.graphs().get(ModelRole.VAE_ENCODER)).map(OnnxModel::signature);
        return Previews.fit(
                graph(ModelRole.VAE_DECODER, models).orElseThrow(),
                graph(ModelRole.VAE_ENCODER, models),
                encoder,
                pipelines.pipeline(),
                progress);
    }

    private static Optional<Path> graph(ModelRole role, List<ConvertedModel> models) {
        return models.stream()
                .filter(model -> model.role() == role)
                .map(ConvertedModel::graph)
                .findFirst();
    }

    private List<ServedModel> serve(ConvertedPipeline converted, ServingRuntime runtime, RepositoryWriter writer)
            throws IOException {
        ModelConfigs configs =
                new ModelConfigs(converted.checkpoint(), converted.pipelines().pipeline(), runtime.target());
        List<PlacedModel> placed = new ArrayList<>();
        for (ConvertedModel model : converted.models()) {
            placed.add(new PlacedModel(model, writer.version(model.name())));
        }
        Map<ModelRole, ServedForm> forms = runtime.serve(placed);
        List<ServedModel> models = new ArrayList<>();
        for (ConvertedModel model : converted.models()) {
            ServedForm form = forms.get(model.role());
            writer.config(configs.model(
                    model.role(), form, writer.filesDigest(model.name()), writer.filesSize(model.name())));
            models.add(served(
                    model,
                    form,
                    converted.source(),
                    Optional.ofNullable(converted.conversions().get(model.role()))));
        }
        writer.config(configs.decodeImage(forms));
        models.add(new ServedModel(
                ModelRole.DECODE_IMAGE,
                converted.checkpoint().servedName(ModelRole.DECODE_IMAGE),
                Optional.empty(),
                List.of(),
                Optional.empty()));
        progress.accept("wrote image_post and the ensemble decode_image");
        return models;
    }

    private static ServedModel served(
            ConvertedModel model, ServedForm form, SourceModel source, Optional<Conversion> conversion) {
        List<String> changes = Stream.concat(
                        conversion.stream().flatMap(known -> known.changes().stream()), form.changes().stream())
                .toList();
        Optional<NumericCheck> check = conversion.map(Conversion::check);
        Optional<String> digest = Optional.ofNullable(source.digests().get(model.role()));
        return new ServedModel(model.role(), model.name(), digest, changes, check, form.engine());
    }

    private static ConvertedModel imagePost(
            Checkpoint checkpoint, Pipeline pipeline, Collection<ModelRole> components, Path scratch)
            throws IOException {
        ServedInterface served = ServedInterface.generated(ModelRole.IMAGE_POST, pipeline, components);
        ConvertedModel model = model(checkpoint, ModelRole.IMAGE_POST, pipeline, served, scratch);
        ImagePostTensors tensors = pipeline.family().imagePost();
        OnnxModelWriter.write(
                ImagePostGraph.create(tensors, pipeline.numbers(), components.contains(ModelRole.SAFETY_CHECKER)),
                model.graph());
        try {
            ImagePostCheck.check(model.graph(), tensors);
        } catch (CheckException e) {
            throw new BuildException("the generated image_post: " + e.getMessage(), e);
        }
        return model;
    }

    private static ConvertedModel model(
            Checkpoint checkpoint, ModelRole role, Pipeline pipeline, ServedInterface served, Path scratch)
            throws IOException {
        Path directory = Files.createDirectories(scratch.resolve(role.id()));
        return new ConvertedModel(
                role, checkpoint.servedName(role), pipeline, served, directory.resolve(RepositoryWriter.GRAPH_FILE));
    }

    private static CheckSizes checkSizes(SourceModel source, Pipeline pipeline) {
        String tokens = pipeline.family().textEncoder().tokens().name();
        long rows = EmbeddingTable.rows(source.graphs().get(ModelRole.TEXT_ENCODER), tokens)
                .orElse((long) source.tokenizer().vocabulary().size());
        int unit = pipeline.sizes().multiple() / pipeline.vaeScale();
        int times = (CheckSizes.LATENT_SIDE + unit - 1) / unit;
        // Odd: a graph that needs sides of twice the multiple does not run.
        int side = unit * (times + (times + 1) % 2);
        return new CheckSizes(side, pipeline.vaeScale(), pipeline.textLength(), Math.toIntExact(rows));
    }
}
