package dev.diffract.builder.build.assemble;

import static dev.diffract.builder.build.assemble.ComponentRules.CLIP_INPUT;
import static dev.diffract.builder.build.assemble.ComponentRules.ENCODER_HIDDEN_STATES;
import static dev.diffract.builder.build.assemble.ComponentRules.HAS_NSFW_CONCEPTS;
import static dev.diffract.builder.build.assemble.ComponentRules.INPUT_IDS;
import static dev.diffract.builder.build.assemble.ComponentRules.LAST_HIDDEN_STATE;
import static dev.diffract.builder.build.assemble.ComponentRules.LATENT_PARAMETERS;
import static dev.diffract.builder.build.assemble.ComponentRules.LATENT_SAMPLE;
import static dev.diffract.builder.build.assemble.ComponentRules.OUT_SAMPLE;
import static dev.diffract.builder.build.assemble.ComponentRules.SAMPLE;
import static dev.diffract.builder.build.assemble.ComponentRules.TIMESTEP;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.ImagePostGraph;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a served model takes and gives, per sample. On ONNX Runtime, floating point numbers are FP32. */
public record ServedInterface(List<ServedTensor> inputs, List<ServedTensor> outputs) {

    private static final TensorType FLOAT = TensorType.FP32;

    public ServedInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * The interface of a component, in whose graph sizes may be fixed.
     *
     * @param source what the graph takes and gives as exported
     */
    static ServedInterface of(ModelRole role, Signature source, TextShape text) {
        return switch (role) {
            case TEXT_ENCODER ->
                new ServedInterface(
                        List.of(ServedTensor.of(INPUT_IDS, TensorType.INT32, text.length())),
                        Stream.concat(Stream.of(LAST_HIDDEN_STATE), text.clipSkips().further().stream())
                                .map(name -> ServedTensor.of(name, FLOAT, text.length(), text.width()))
                                .toList());
            case UNET -> {
                TensorInfo sample = source.input(SAMPLE).orElseThrow();
                TensorInfo states = source.input(ENCODER_HIDDEN_STATES).orElseThrow();
                yield new ServedInterface(
                        List.of(
                                picture(sample.name(), 4, sample, 1),
                                ServedTensor.perSample(
                                        TIMESTEP,
                                        timestepType(source.input(TIMESTEP).orElseThrow())),
                                ServedTensor.of(states.name(), FLOAT, states.dim(1), text.width())),
                        List.of(picture(OUT_SAMPLE, 4, sample, 1)));
            }
            case VAE_DECODER -> {
                TensorInfo latent = source.input(LATENT_SAMPLE).orElseThrow();
                yield new ServedInterface(
                        List.of(picture(LATENT_SAMPLE, 4, latent, 1)),
                        List.of(picture(SAMPLE, 3, latent, Pipelines.VAE_SCALE)));
            }
            case VAE_ENCODER -> {
                TensorInfo sample = source.input(SAMPLE).orElseThrow();
                yield new ServedInterface(
                        List.of(picture(SAMPLE, 3, sample, 1)),
                        List.of(picture(LATENT_PARAMETERS, 8, sample, 1.0 / Pipelines.VAE_SCALE)));
            }
            case SAFETY_CHECKER ->
                new ServedInterface(
                        List.of(ServedTensor.of(
                                CLIP_INPUT, FLOAT, 3, ImagePostGraph.CLIP_SIDE, ImagePostGraph.CLIP_SIDE)),
                        List.of(ServedTensor.perSample(HAS_NSFW_CONCEPTS, TensorType.BOOL)));
            case IMAGE_POST, DECODE_IMAGE -> throw new IllegalArgumentException(role + " has no source");
        };
    }

    static ServedInterface imagePost(boolean safetyChecker) {
        List<ServedTensor> outputs = new ArrayList<>(List.of(ImagePostGraph.IMAGE));
        if (safetyChecker) {
            outputs.add(ImagePostGraph.CLIP_INPUT);
        }
        return new ServedInterface(List.of(ImagePostGraph.SAMPLE), outputs);
    }

    /** From latents to bytes: the decoder's input, and what the members after it give. */
    static ServedInterface decodeImage(Map<ModelRole, ServedForm> members) {
        List<ServedTensor> outputs = new ArrayList<>();
        members.get(ModelRole.IMAGE_POST).served().outputs().stream()
                .filter(output -> output.name().equals(ImagePostGraph.IMAGE.name()))
                .forEach(outputs::add);
        if (members.containsKey(ModelRole.SAFETY_CHECKER)) {
            outputs.add(ServedTensor.of(HAS_NSFW_CONCEPTS, TensorType.BOOL, 1));
        }
        return new ServedInterface(members.get(ModelRole.VAE_DECODER).served().inputs(), outputs);
    }

    private static TensorType timestepType(TensorInfo timestep) {
        return ElementTypes.of(timestep.elementType()).orElseThrow().name().startsWith("INT")
                ? TensorType.INT64
                : FLOAT;
    }

    /** Height and width as those of {@code like}, where it fixes them, times {@code scale}. */
    private static ServedTensor picture(String name, long channels, TensorInfo like, double scale) {
        return ServedTensor.of(name, FLOAT, channels, scaled(like.dim(2), scale), scaled(like.dim(3), scale));
    }

    private static long scaled(long size, double scale) {
        return size == TensorInfo.DYNAMIC ? TensorInfo.DYNAMIC : Math.round(size * scale);
    }
}
