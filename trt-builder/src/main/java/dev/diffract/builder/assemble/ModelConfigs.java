package dev.diffract.builder.assemble;

import dev.diffract.builder.onnx.ServedTensor;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelEnsembling;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import dev.diffract.repository.proto.ModelInput;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelOutput;
import dev.diffract.repository.proto.ModelParameter;
import dev.diffract.repository.proto.ModelTensorReshape;
import dev.diffract.repository.proto.ModelVersionPolicy;

/** Triton configurations that leave nothing to be completed by a server. */
final class ModelConfigs {

    private static final int LATEST = -1;

    private final BuildRequest request;
    private final String checkpoint;

    /**
     * @param checkpoint digest that every model carries, so that a frontend can tell what a server serves
     */
    ModelConfigs(BuildRequest request, String checkpoint) {
        this.request = request;
        this.checkpoint = checkpoint;
    }

    /** A graph on ONNX Runtime. */
    ModelConfig graph(ModelRole role, ServedInterface served) {
        return common(role, served)
                .setPlatform("onnxruntime_onnx")
                .setBackend("onnxruntime")
                .setDefaultModelFilename(RepositoryWriter.GRAPH_FILE)
                .setDynamicBatching(ModelDynamicBatching.newBuilder().setMaxQueueDelayMicroseconds(queueDelay(role)))
                .addInstanceGroup(ModelInstanceGroup.newBuilder()
                        .setName(request.servedName(role))
                        .setCount(1)
                        .setKind(ModelInstanceGroup.Kind.KIND_CPU))
                .build();
    }

    /** The ensemble from latents to bytes. */
    ModelConfig decodeImage(ServedInterface served, boolean safetyChecker) {
        ModelEnsembling.Builder steps = ModelEnsembling.newBuilder()
                .addStep(step(ModelRole.VAE_DECODER)
                        .putInputMap("latent_sample", "latent_sample")
                        .putOutputMap("sample", "decoded"));
        Step.Builder post =
                step(ModelRole.IMAGE_POST).putInputMap("sample", "decoded").putOutputMap("image", "image");
        if (safetyChecker) {
            post.putOutputMap("clip_input", "clip_input");
        }
        steps.addStep(post);
        if (safetyChecker) {
            steps.addStep(step(ModelRole.SAFETY_CHECKER)
                    .putInputMap("clip_input", "clip_input")
                    .putOutputMap("has_nsfw_concepts", "has_nsfw_concepts"));
        }
        return common(ModelRole.DECODE_IMAGE, served)
                .setPlatform("ensemble")
                .setEnsembleScheduling(steps)
                .build();
    }

    private Step.Builder step(ModelRole role) {
        return Step.newBuilder().setModelName(request.servedName(role)).setModelVersion(LATEST);
    }

    private ModelConfig.Builder common(ModelRole role, ServedInterface served) {
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(request.servedName(role))
                .setMaxBatchSize(maxBatch(role))
                .setVersionPolicy(ModelVersionPolicy.newBuilder()
                        .setLatest(ModelVersionPolicy.Latest.newBuilder().setNumVersions(1)))
                .putParameters(
                        Manifest.CHECKPOINT_PARAMETER,
                        ModelParameter.newBuilder().setStringValue(checkpoint).build());
        served.inputs().forEach(input -> config.addInput(input(input)));
        served.outputs().forEach(output -> config.addOutput(output(output)));
        return config;
    }

    private int maxBatch(ModelRole role) {
        return switch (role) {
            case UNET -> request.maxBatch();
            case TEXT_ENCODER -> 8;
            // Whole pictures: a larger batch of them costs memory and saves no time.
            case VAE_DECODER, VAE_ENCODER, IMAGE_POST, SAFETY_CHECKER, DECODE_IMAGE -> 4;
        };
    }

    /** Pictures that are drawn together ask for their next steps at nearly the same moment; the others come one by one. */
    private static long queueDelay(ModelRole role) {
        return role == ModelRole.UNET ? 1000 : 0;
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
