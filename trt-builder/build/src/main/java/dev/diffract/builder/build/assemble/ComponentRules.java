package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.GraphHabits;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.SafetyCheckerTensors;
import dev.diffract.repository.pipeline.TextEncoderTensors;
import dev.diffract.repository.pipeline.UnetTensors;
import dev.diffract.repository.pipeline.VaeDecoderTensors;
import dev.diffract.repository.pipeline.VaeEncoderTensors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a graph is from what it takes and gives, and whether it is one that can be served. */
final class ComponentRules {

    /** The only family whose graphs are told apart so far. */
    static final ModelFamily FAMILY = ModelFamilies.STABLE_DIFFUSION;

    private static final int LATENT_CHANNELS = FAMILY.defaults().latentChannels();
    private static final int COLOURS = 3;
    private static final Set<String> SDXL_INPUTS = Set.of("text_embeds", "time_ids");

    /** What a ControlNet takes beside what a UNet takes. */
    private static final Set<String> CONTROL_INPUTS = Set.of("controlnet_cond");

    /** How a checkpoint that is larger than the family is named in messages. */
    static final String LARGER = "as Stable Diffusion XL does, which is not supported";

    private ComponentRules() {}

    /** What a graph is, and whether it can be served as that. */
    static Candidate judge(OnnxModel model) {
        Optional<ModelRole> named = recognise(model.signature());
        Optional<ModelRole> role = named.or(() -> UsualTensors.onlyRole(model.signature()));
        if (role.isEmpty()) {
            return new Candidate(
                    new ExportedGraph(model, List.of()),
                    role,
                    false,
                    Optional.of(
                            "it is no component of Stable Diffusion 1 or 2 that Diffract knows: " + model.signature()));
        }
        ExportedGraph graph = UsualTensors.named(role.get(), model);
        List<String> faults = faults(role.get(), graph.model().signature());
        Optional<String> fault = faults.isEmpty()
                ? GraphHabits.of(graph.model()).dependsOnTheBatch()
                : Optional.of("as " + role.get().id() + ": " + String.join("; ", faults));
        return new Candidate(graph, role, named.isPresent(), fault);
    }

    private static Optional<ModelRole> recognise(Signature signature) {
        UnetTensors unet = FAMILY.unet();
        if (signature.inputs().stream().anyMatch(input -> CONTROL_INPUTS.contains(input.name()))) {
            return Optional.empty();
        }
        if (signature.takes(unet.sample().name(), unet.timestep().name())
                || signature.takes(unet.sample().name(), unet.textStates().name())) {
            return Optional.of(ModelRole.UNET);
        }
        if (signature.takes(FAMILY.textEncoder().tokens().name())) {
            return Optional.of(ModelRole.TEXT_ENCODER);
        }
        SafetyCheckerTensors checker = FAMILY.safetyChecker();
        if (signature.takes(checker.clipInput().name())
                || signature.gives(checker.flagged().name())) {
            return Optional.of(ModelRole.SAFETY_CHECKER);
        }
        VaeEncoderTensors encoder = FAMILY.vaeEncoder();
        if (signature.gives(encoder.drawn().name())
                || signature.gives(encoder.moments().name())) {
            return Optional.of(ModelRole.VAE_ENCODER);
        }
        return signature.takes(FAMILY.vaeDecoder().latent().name())
                ? Optional.of(ModelRole.VAE_DECODER)
                : Optional.empty();
    }

    private static List<String> faults(ModelRole role, Signature graph) {
        Stream<Optional<String>> faults = switch (role) {
            case UNET -> unet(FAMILY.unet(), graph);
            case TEXT_ENCODER -> textEncoder(FAMILY.textEncoder(), graph);
            case VAE_DECODER -> vaeDecoder(FAMILY.vaeDecoder(), graph);
            case VAE_ENCODER -> vaeEncoder(FAMILY.vaeEncoder(), graph);
            case SAFETY_CHECKER -> safetyChecker(FAMILY.safetyChecker(), graph);
            case IMAGE_POST, DECODE_IMAGE -> Stream.of();
        };
        return faults.flatMap(Optional::stream).toList();
    }

    private static Stream<Optional<String>> unet(UnetTensors unet, Signature graph) {
        return Stream.of(
                extraInputs(
                        graph,
                        unet.sample().name(),
                        unet.timestep().name(),
                        unet.textStates().name()),
                TensorRule.picture(unet.sample().name(), LATENT_CHANNELS).faultOfInput(graph),
                TensorRule.timestep(unet.timestep().name()).faultOfInput(graph),
                TensorRule.floats(unet.textStates().name(), 3).faultOfInput(graph),
                TensorRule.floats(unet.prediction().name(), 4).faultOfOutput(graph));
    }

    private static Stream<Optional<String>> textEncoder(TextEncoderTensors encoder, Signature graph) {
        return Stream.of(
                extraInputs(graph, encoder.tokens().name()),
                TensorRule.ids(encoder.tokens().name()).faultOfInput(graph),
                TensorRule.floats(encoder.lastStates().name(), 3).faultOfOutput(graph));
    }

    private static Stream<Optional<String>> vaeDecoder(VaeDecoderTensors decoder, Signature graph) {
        return Stream.of(
                extraInputs(graph, decoder.latent().name()),
                TensorRule.picture(decoder.latent().name(), LATENT_CHANNELS).faultOfInput(graph),
                TensorRule.picture(decoder.pixels().name(), COLOURS).faultOfOutput(graph));
    }

    private static Stream<Optional<String>> vaeEncoder(VaeEncoderTensors encoder, Signature graph) {
        TensorRule latents = graph.gives(encoder.moments().name())
                ? TensorRule.picture(encoder.moments().name(), 2L * LATENT_CHANNELS)
                : TensorRule.picture(encoder.drawn().name(), LATENT_CHANNELS);
        return Stream.of(
                extraInputs(graph, encoder.pixels().name()),
                TensorRule.picture(encoder.pixels().name(), COLOURS).faultOfInput(graph),
                latents.faultOfOutput(graph));
    }

    private static Stream<Optional<String>> safetyChecker(SafetyCheckerTensors checker, Signature graph) {
        return Stream.of(
                extraInputs(graph, checker.clipInput().name(), checker.images()),
                TensorRule.picture(checker.clipInput().name(), COLOURS).faultOfInput(graph),
                TensorRule.flags(checker.flagged().name()).faultOfOutput(graph));
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
                        ? "it takes " + names + ", " + LARGER
                        : "it takes inputs that are not supported: " + names);
    }
}
