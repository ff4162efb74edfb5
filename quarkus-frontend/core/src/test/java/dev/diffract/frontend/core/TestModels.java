package dev.diffract.frontend.core;

import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.MeasuredCalls;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small model with Stable Diffusion's interfaces. */
public final class TestModels {

    public static final int TEXT_LENGTH = 16;
    public static final int TEXT_WIDTH = 6;
    public static final String CHECKPOINT = "sha256:0123456789abcdef";

    /** The UNet's name. */
    public static final String UNET = name(ModelRole.UNET);

    private static final String RETRAINED = "sha256:fedcba9876543210";

    /** The first three channels as they are, with the fourth in all of them. */
    public static final PreviewFactors PREVIEWS = new PreviewFactors(
            List.of(List.of(1.0, 0.0, 0.0, 0.1), List.of(0.0, 1.0, 0.0, 0.1), List.of(0.0, 0.0, 1.0, 0.1)),
            List.of(0.5, 0.5, 0.5),
            0.01);

    private TestModels() {}

    public static ModelDefinition model() {
        return model("demo", Optional.of("DDIM"), SchedulerConfigs.stableDiffusion());
    }

    public static ModelDefinition model(String name, Optional<String> sampler, SchedulerConfig scheduler) {
        return model(name, sampler, scheduler, 3, Optional.of(PREVIEWS));
    }

    /** Of a repository that knows neither of clip skips nor of previews. */
    public static ModelDefinition old() {
        return model("old", Optional.of("DDIM"), SchedulerConfigs.stableDiffusion(), 1, Optional.empty());
    }

    /** Whose requests are drawn without something unless they say otherwise. */
    public static ModelDefinition without(String negativePrompt) {
        ModelDefinition model = model();
        Manifest known = model.manifest();
        Manifest.Defaults defaults =
                new Manifest.Defaults(64, 128, 8, 3.0, known.defaults().sampler(), Optional.of(negativePrompt));
        Manifest other = new Manifest(
                known.model(),
                known.checkpoint(),
                known.runtime(),
                known.builder(),
                known.pipeline(),
                defaults,
                known.description(),
                known.models(),
                Optional.empty(),
                Optional.empty(),
                known.files());
        return new ModelDefinition(other, model.tokenizer(), model.scheduler());
    }

    /** Of engines that were built for some sizes only. */
    public static ModelDefinition ofSizes(Manifest.Size... sizes) {
        return ofSizes(new SizeRule(64, 64, 512, List.of(sizes)));
    }

    /** Of engines that were built for some sizes only. */
    public static ModelDefinition ofSizes(SizeRule sizes) {
        ModelDefinition model = model();
        Manifest known = model.manifest();
        Manifest.Pipeline pipeline = known.pipeline();
        Manifest limited = new Manifest(
                known.model(),
                known.checkpoint(),
                Manifest.TENSORRT,
                known.builder(),
                pipeline.withSizes(sizes),
                known.defaults(),
                known.description(),
                known.models(),
                Optional.empty(),
                Optional.empty(),
                known.files());
        return new ModelDefinition(limited, model.tokenizer(), model.scheduler());
    }

    private static ModelDefinition model(
            String name,
            Optional<String> sampler,
            SchedulerConfig scheduler,
            int clipSkips,
            Optional<PreviewFactors> previews) {
        Manifest manifest = new Manifest(
                name,
                CHECKPOINT,
                "onnx",
                "test",
                new Manifest.Pipeline(
                        ModelFamilies.STABLE_DIFFUSION,
                        4,
                        8,
                        0.18215,
                        TEXT_LENGTH,
                        TEXT_WIDTH,
                        new SizeRule(64, 64, 512),
                        clipSkips,
                        previews),
                new Manifest.Defaults(64, 128, 8, 3.0, sampler, Optional.empty()),
                Optional.empty(),
                Stream.of(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_ENCODER, ModelRole.DECODE_IMAGE)
                        .map(role -> served(
                                role, ServedName.of(name, CHECKPOINT, role).toString()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new ModelDefinition(manifest, tokenizer(), scheduler);
    }

    /** Another checkpoint of the same name. */
    public static ModelDefinition retrained() {
        ModelDefinition model = model();
        Manifest known = model.manifest();
        Manifest retrained = new Manifest(
                known.model(),
                RETRAINED,
                known.runtime(),
                known.builder(),
                known.pipeline(),
                known.defaults(),
                known.description(),
                known.models().stream()
                        .map(served -> served(
                                served.role(),
                                ServedName.of(known.model(), RETRAINED, served.role())
                                        .toString()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                known.files());
        return new ModelDefinition(retrained, model.tokenizer(), model.scheduler());
    }

    /** Of an earlier builder, whose models are called by their roles alone. */
    public static ModelDefinition unproven() {
        ModelDefinition model = model();
        Manifest known = model.manifest();
        Manifest unproven = new Manifest(
                known.model(),
                known.checkpoint(),
                known.runtime(),
                known.builder(),
                known.pipeline(),
                known.defaults(),
                known.description(),
                known.models().stream()
                        .map(served -> served(served.role(), served.role().id()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                known.files());
        return new ModelDefinition(unproven, model.tokenizer(), model.scheduler());
    }

    /** With a safety checker. */
    public static ModelDefinition judged() {
        ModelDefinition model = model();
        Manifest known = model.manifest();
        Manifest.ServedModel checker = served(ModelRole.SAFETY_CHECKER, name(ModelRole.SAFETY_CHECKER));
        Manifest judged = new Manifest(
                known.model(),
                known.checkpoint(),
                known.runtime(),
                known.builder(),
                known.pipeline(),
                known.defaults(),
                known.description(),
                Stream.concat(known.models().stream(), Stream.of(checker)).toList(),
                Optional.empty(),
                Optional.empty(),
                known.files());
        return new ModelDefinition(judged, model.tokenizer(), model.scheduler());
    }

    /** A model of a plan, as it was before the plan was made. */
    public static ModelDefinition with(Checkpoint checkpoint) {
        return new ModelDefinition(checkpoint, tokenizer());
    }

    /** What an instance that serves the model says it has. */
    public static Map<String, ServedModel> served() {
        return servedBy(served(CHECKPOINT));
    }

    /** The same models, all of one kind. */
    public static Map<String, ServedModel> servedBy(ServedModel served) {
        return Stream.of(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_ENCODER, ModelRole.DECODE_IMAGE)
                .collect(Collectors.toMap(TestModels::name, role -> served));
    }

    /** The name of a model of {@link #model}. */
    public static String name(ModelRole role) {
        return ServedName.of("demo", CHECKPOINT, role).toString();
    }

    private static Manifest.ServedModel served(ModelRole role, String name) {
        return new Manifest.ServedModel(role, name, Optional.empty(), List.of(), Optional.empty());
    }

    /** Of a checkpoint, in batches of up to eight rows. */
    public static ServedModel served(String checkpoint) {
        return served(checkpoint, Optional.empty());
    }

    /** Likewise, by an engine that takes this. */
    public static ServedModel served(String checkpoint, Optional<EngineMemory> memory) {
        return new ServedModel(checkpoint, 8, "engine", Optional.of("sha256:01 1 threads"), MeasuredCalls.NONE, memory);
    }

    private static ClipTokenizer tokenizer() {
        Map<String, Integer> vocabulary = new HashMap<>(Map.of("<|startoftext|>", 0, "<|endoftext|>", 1));
        for (char letter = 'a'; letter <= 'z'; letter++) {
            vocabulary.put(String.valueOf(letter), vocabulary.size());
            vocabulary.put(letter + "</w>", vocabulary.size());
        }
        return new ClipTokenizer(new TokenizerFiles(vocabulary, List.of(), Optional.empty()), TEXT_LENGTH);
    }
}
