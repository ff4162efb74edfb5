package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a graph is from what it takes and gives, and whether it is one that can be served. */
final class ComponentRules {

    static final String INPUT_IDS = "input_ids";
    static final String LAST_HIDDEN_STATE = "last_hidden_state";
    static final String SAMPLE = "sample";
    static final String TIMESTEP = "timestep";
    static final String ENCODER_HIDDEN_STATES = "encoder_hidden_states";
    static final String OUT_SAMPLE = "out_sample";
    static final String LATENT_SAMPLE = "latent_sample";
    static final String LATENT_PARAMETERS = "latent_parameters";
    static final String CLIP_INPUT = "clip_input";
    static final String HAS_NSFW_CONCEPTS = "has_nsfw_concepts";

    private static final Set<String> SDXL_INPUTS = Set.of("text_embeds", "time_ids");

    private ComponentRules() {}

    /**
     * @throws BuildException if the graph is no component that can be served; the message does not name its file
     */
    static ModelRole roleOf(Signature signature) {
        ModelRole role = recognise(signature);
        List<String> faults = faults(role, signature);
        if (!faults.isEmpty()) {
            throw new BuildException("as " + role.id() + ": " + String.join("; ", faults));
        }
        return role;
    }

    private static ModelRole recognise(Signature signature) {
        if (signature.takes(SAMPLE, TIMESTEP) || signature.takes(SAMPLE, ENCODER_HIDDEN_STATES)) {
            return ModelRole.UNET;
        }
        if (signature.takes(INPUT_IDS)) {
            return ModelRole.TEXT_ENCODER;
        }
        if (signature.takes(CLIP_INPUT) || signature.gives(HAS_NSFW_CONCEPTS)) {
            return ModelRole.SAFETY_CHECKER;
        }
        if (signature.gives(LATENT_SAMPLE) || signature.gives(LATENT_PARAMETERS)) {
            return ModelRole.VAE_ENCODER;
        }
        if (signature.takes(LATENT_SAMPLE)) {
            return ModelRole.VAE_DECODER;
        }
        throw new BuildException("it is no component of Stable Diffusion 1 or 2 that Diffract knows: " + signature);
    }

    private static List<String> faults(ModelRole role, Signature graph) {
        Stream<Optional<String>> faults = switch (role) {
            case UNET ->
                Stream.of(
                        extraInputs(graph, SAMPLE, TIMESTEP, ENCODER_HIDDEN_STATES),
                        TensorRule.picture(SAMPLE, 4).faultOfInput(graph),
                        TensorRule.timestep(TIMESTEP).faultOfInput(graph),
                        TensorRule.floats(ENCODER_HIDDEN_STATES, 3).faultOfInput(graph),
                        TensorRule.floats(OUT_SAMPLE, 4).faultOfOutput(graph));
            case TEXT_ENCODER ->
                Stream.of(
                        extraInputs(graph, INPUT_IDS),
                        TensorRule.ids(INPUT_IDS).faultOfInput(graph),
                        TensorRule.floats(LAST_HIDDEN_STATE, 3).faultOfOutput(graph));
            case VAE_DECODER ->
                Stream.of(
                        extraInputs(graph, LATENT_SAMPLE),
                        TensorRule.picture(LATENT_SAMPLE, 4).faultOfInput(graph),
                        TensorRule.picture(SAMPLE, 3).faultOfOutput(graph));
            case VAE_ENCODER ->
                Stream.of(
                        extraInputs(graph, SAMPLE),
                        TensorRule.picture(SAMPLE, 3).faultOfInput(graph),
                        latents(graph).faultOfOutput(graph));
            case SAFETY_CHECKER ->
                Stream.of(
                        extraInputs(graph, CLIP_INPUT, "images"),
                        TensorRule.picture(CLIP_INPUT, 3).faultOfInput(graph),
                        TensorRule.flags(HAS_NSFW_CONCEPTS).faultOfOutput(graph));
            case IMAGE_POST, DECODE_IMAGE -> Stream.of();
        };
        return faults.flatMap(Optional::stream).toList();
    }

    private static TensorRule latents(Signature graph) {
        return graph.gives(LATENT_PARAMETERS)
                ? TensorRule.picture(LATENT_PARAMETERS, 8)
                : TensorRule.picture(LATENT_SAMPLE, 4);
    }

    private static Optional<String> extraInputs(Signature signature, String... known) {
        Set<String> extra = signature.inputs().stream().map(TensorInfo::name).collect(Collectors.toSet());
        List.of(known).forEach(extra::remove);
        if (extra.isEmpty()) {
            return Optional.empty();
        }
        String names = extra.stream().sorted().collect(Collectors.joining(", "));
        return Optional.of(
                extra.stream().anyMatch(SDXL_INPUTS::contains)
                        ? "it takes " + names + ", as Stable Diffusion XL does, which is not supported"
                        : "it takes inputs that are not supported: " + names);
    }
}
