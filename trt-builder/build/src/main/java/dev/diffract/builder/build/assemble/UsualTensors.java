package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.builder.graphs.onnx.TensorNames;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells which tensor is which in graphs of exporters that have other names for them, where only one can be meant. */
final class UsualTensors {

    private static final ModelFamily FAMILY = ComponentRules.FAMILY;
    private static final int LATENT_CHANNELS = FAMILY.defaults().latentChannels();
    private static final int COLOURS = 3;

    private UsualTensors() {}

    /** The only role whose tensors these can be, whatever they are called; empty if there is none, or are several. */
    static Optional<ModelRole> onlyRole(Signature signature) {
        List<ModelRole> roles = Stream.of(
                        ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.VAE_DECODER, ModelRole.VAE_ENCODER)
                .filter(role -> fits(role, signature))
                .toList();
        return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
    }

    /** The graph with the family's names for what a role takes and gives, as far as only one tensor can be meant. */
    static ExportedGraph named(ModelRole role, OnnxModel model) {
        Signature signature = model.signature();
        Map<String, String> inputs = renames(inputs(role), signature.inputs());
        Map<String, String> outputs = renames(outputs(role, signature), signature.outputs());
        Map<String, String> names = new LinkedHashMap<>(inputs);
        names.putAll(outputs);
        if (names.isEmpty() || names.size() < inputs.size() + outputs.size()) {
            return new ExportedGraph(model, List.of());
        }
        List<String> sentences = new ArrayList<>();
        inputs.forEach((from, to) -> sentences.add("input " + from + " is " + to));
        outputs.forEach((from, to) -> sentences.add("output " + from + " is " + to));
        return new ExportedGraph(new OnnxModel(model.file(), TensorNames.renamed(model.proto(), names)), sentences);
    }

    private static boolean fits(ModelRole role, Signature signature) {
        List<TensorRule> inputs = inputs(role);
        List<TensorRule> outputs = outputs(role, signature);
        return signature.inputs().size() == inputs.size()
                && !outputs.isEmpty()
                && matches(inputs, signature.inputs()) == inputs.size()
                && matches(outputs, signature.outputs()) == outputs.size();
    }

    private static int matches(List<TensorRule> rules, List<TensorInfo> tensors) {
        return (int) rules.stream()
                .filter(rule -> tensors.stream().filter(rule::admits).count() == 1)
                .count();
    }

    private static Map<String, String> renames(List<TensorRule> rules, List<TensorInfo> tensors) {
        Map<String, String> renames = new LinkedHashMap<>();
        for (TensorRule rule : rules) {
            boolean named = tensors.stream().anyMatch(tensor -> tensor.name().equals(rule.name()));
            List<TensorInfo> meant = tensors.stream()
                    .filter(rule::admits)
                    .filter(tensor ->
                            rules.stream().noneMatch(other -> other.name().equals(tensor.name())))
                    .toList();
            if (!named && meant.size() == 1) {
                renames.put(meant.get(0).name(), rule.name());
            }
        }
        return renames;
    }

    private static List<TensorRule> inputs(ModelRole role) {
        return switch (role) {
            case TEXT_ENCODER ->
                List.of(TensorRule.ids(FAMILY.textEncoder().tokens().name()));
            case UNET ->
                List.of(
                        TensorRule.picture(FAMILY.unet().sample().name(), LATENT_CHANNELS),
                        TensorRule.timestep(FAMILY.unet().timestep().name()),
                        TensorRule.floats(FAMILY.unet().textStates().name(), 3));
            case VAE_DECODER ->
                List.of(TensorRule.picture(FAMILY.vaeDecoder().latent().name(), LATENT_CHANNELS));
            case VAE_ENCODER ->
                List.of(TensorRule.picture(FAMILY.vaeEncoder().pixels().name(), COLOURS));
            case SAFETY_CHECKER, IMAGE_POST, DECODE_IMAGE -> List.of();
        };
    }

    /** An encoder gives either the moments or what it draws from them. */
    private static List<TensorRule> outputs(ModelRole role, Signature signature) {
        return switch (role) {
            case TEXT_ENCODER ->
                List.of(TensorRule.floats(FAMILY.textEncoder().lastStates().name(), 3));
            case UNET -> List.of(TensorRule.floats(FAMILY.unet().prediction().name(), 4));
            case VAE_DECODER ->
                List.of(TensorRule.picture(FAMILY.vaeDecoder().pixels().name(), COLOURS));
            case VAE_ENCODER -> {
                TensorRule moments =
                        TensorRule.picture(FAMILY.vaeEncoder().moments().name(), 2L * LATENT_CHANNELS);
                TensorRule drawn =
                        TensorRule.picture(FAMILY.vaeEncoder().drawn().name(), LATENT_CHANNELS);
                boolean named = signature.gives(moments.name()) || signature.gives(drawn.name());
                yield named
                        ? List.of()
                        : Stream.of(moments, drawn)
                                .filter(rule -> signature.outputs().stream().anyMatch(rule::admits))
                                .limit(1)
                                .toList();
            }
            case SAFETY_CHECKER, IMAGE_POST, DECODE_IMAGE -> List.of();
        };
    }
}
