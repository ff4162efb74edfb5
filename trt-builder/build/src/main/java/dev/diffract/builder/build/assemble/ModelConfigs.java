package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.layout.MeasuredCalls;
import dev.diffract.repository.pipeline.DecodeImageTensors;
import dev.diffract.repository.pipeline.ImagePostTensors;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.SafetyCheckerTensors;
import dev.diffract.repository.pipeline.VaeDecoderTensors;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelOutput;
import dev.diffract.repository.proto.ModelParameter;
import dev.diffract.repository.proto.ModelTensorReshape;
import dev.diffract.repository.proto.ModelVersionPolicy;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Triton configurations that leave nothing to be completed by a server. */
final class ModelConfigs {

    private static final int LATEST = -1;

    /** Between the ensemble's members only. */
    private static final String DECODED = "decoded";

    private final Checkpoint checkpoint;
    private final Pipeline pipeline;
    private final Optional<EngineTarget> target;

    /**
     * @param checkpoint that every model carries, in its name and as a parameter, so that a frontend can tell what a server serves
     * @param target the slice that engines are for; empty for graphs
     */
    ModelConfigs(Checkpoint checkpoint, Pipeline pipeline, Optional<EngineTarget> target) {
        this.checkpoint = checkpoint;
        this.pipeline = pipeline;
        this.target = target;
    }

    /**
     * A model with a file of its own.
     *
     * @param files digest of what computes it
     * @param bytes size of that
     */
    ModelConfig model(ModelRole role, ServedForm form, String files, long bytes) {
        ModelConfig.Builder config = common(role, form.served()).mergeFrom(form.config());
        config.putParameters(Manifest.FILE_PARAMETER, text(files));
        form.engine().ifPresent(engine -> {
            config.putParameters(Manifest.ENGINE_PARAMETER, text(engine.key()));
            target.map(slice -> EngineMemory.of(slice, engine, bytes))
                    .ifPresent(memory -> config.putParameters(Manifest.MEMORY_PARAMETER, text(memory.text())));
        });
        putMeasured(config, role, form);
        return config.build();
    }

    /** The ensemble from latents to bytes, of members that are served. */
    ModelConfig decodeImage(Map<ModelRole, ServedForm> members) {
        ModelFamily family = pipeline.family();
        int maxBatch = Stream.concat(family.members().stream(), Stream.of(ModelRole.SAFETY_CHECKER))
                .filter(members::containsKey)
                .mapToInt(role -> members.get(role).config().getMaxBatchSize())
                .min()
                .orElseThrow();
        DecodeImageTensors whole = family.decodeImage();
        VaeDecoderTensors decoder = family.vaeDecoder();
        ImagePostTensors post = family.imagePost();
        SafetyCheckerTensors checker = family.safetyChecker();
        ModelEnsembling.Builder steps = ModelEnsembling.newBuilder()
                .addStep(step(ModelRole.VAE_DECODER)
                        .putInputMap(decoder.latent().name(), whole.latent().name())
                        .putOutputMap(decoder.pixels().name(), DECODED));
        Step.Builder posting = step(ModelRole.IMAGE_POST)
                .putInputMap(post.pixels().name(), DECODED)
                .putOutputMap(post.image().name(), whole.image().name())
                .putOutputMap(post.finite().name(), whole.finite().name());
        if (members.containsKey(ModelRole.SAFETY_CHECKER)) {
            steps.addStep(posting.putOutputMap(
                            post.clipInput().name(), checker.clipInput().name()))
                    .addStep(step(ModelRole.SAFETY_CHECKER)
                            .putInputMap(
                                    checker.clipInput().name(),
                                    checker.clipInput().name())
                            .putOutputMap(
                                    checker.flagged().name(), whole.flagged().name()));
        } else {
            steps.addStep(posting);
        }
        ModelConfig.Builder config = common(ModelRole.DECODE_IMAGE, ServedInterface.decodeImage(pipeline, members))
                .setPlatform("ensemble")
                .setMaxBatchSize(maxBatch)
                .setEnsembleScheduling(steps);
        Optional.of(engines(members))
                .filter(engines -> !engines.isEmpty())
                .ifPresent(engines -> config.putParameters(Manifest.ENGINE_PARAMETER, text(engines)));
        putMeasured(
                config, ModelRole.DECODE_IMAGE, members.get(ModelRole.VAE_DECODER)); // the others take next to nothing
        return config.build();
    }

    private void putMeasured(ModelConfig.Builder config, ModelRole role, ServedForm form) {
        form.engine()
                .map(engine -> MeasuredCalls.of(role, engine.measurements(), pipeline.numbers()))
                .filter(measured -> !measured.calls().isEmpty())
                .ifPresent(measured -> config.putParameters(Manifest.MEASURED_PARAMETER, text(measured.text())));
    }

    /** The ensemble is another one if an engine of a member is. */
    private String engines(Map<ModelRole, ServedForm> members) {
        return Stream.concat(pipeline.family().members().stream(), Stream.of(ModelRole.SAFETY_CHECKER))
                .map(members::get)
                .filter(Objects::nonNull)
                .flatMap(form -> form.engine().stream())
                .map(EngineRecord::key)
                .collect(Collectors.joining("+"));
    }

    private Step.Builder step(ModelRole role) {
        return Step.newBuilder().setModelName(checkpoint.servedName(role)).setModelVersion(LATEST);
    }

    private ModelConfig.Builder common(ModelRole role, ServedInterface served) {
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(checkpoint.servedName(role))
                .setVersionPolicy(ModelVersionPolicy.newBuilder()
                        .setLatest(ModelVersionPolicy.Latest.newBuilder().setNumVersions(1)))
                .putParameters(
                        Manifest.CHECKPOINT_PARAMETER, text(checkpoint.source().checkpoint()));
        served.inputs().forEach(input -> config.addInput(input(input)));
        served.outputs().forEach(output -> config.addOutput(output(output)));
        return config;
    }

    private static ModelParameter text(String value) {
        return ModelParameter.newBuilder().setStringValue(value).build();
    }

    private static ModelInput input(ServedTensor tensor) {
        ModelInput.Builder input = ModelInput.newBuilder()
                .setName(tensor.name())
                .setDataType(tensor.type().configType())
                .addAllDims(tensor.dims());
        return (tensor.scalar() ? input.setReshape(ModelTensorReshape.getDefaultInstance()) : input).build();
    }

    private static ModelOutput output(ServedTensor tensor) {
        ModelOutput.Builder output = ModelOutput.newBuilder()
                .setName(tensor.name())
                .setDataType(tensor.type().configType())
                .addAllDims(tensor.dims());
        return (tensor.scalar() ? output.setReshape(ModelTensorReshape.getDefaultInstance()) : output).build();
    }
}
