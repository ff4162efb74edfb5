package dev.diffract.tests.bench;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.layout.SolverConfig;
import dev.diffract.repository.layout.TokenizerFiles;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A checkpoint of Stable Diffusion's sizes without weights, drawn at 512 × 512. */
final class StableDiffusion {

    static final int SIDE = 512;
    static final int LATENTS = 4 * 64 * 64;
    static final int TEXT = 77 * 768;

    static final String CHECKPOINT = "sha256:0000000000000000";

    private static final String MODEL = "null";

    private static final List<ModelRole> ROLES =
            List.of(ModelRole.TEXT_ENCODER, ModelRole.UNET, ModelRole.DECODE_IMAGE);

    private StableDiffusion() {}

    static ModelDefinition model() {
        Manifest manifest = new Manifest(
                MODEL,
                CHECKPOINT,
                "onnx",
                "bench",
                new Manifest.Pipeline(
                        ModelFamilies.STABLE_DIFFUSION,
                        4,
                        8,
                        0.18215,
                        77,
                        768,
                        new SizeRule(64, 64, SIDE),
                        1,
                        Optional.empty()),
                new Manifest.Defaults(SIDE, SIDE, 20, 7.5, Optional.empty(), Optional.empty()),
                Optional.empty(),
                ROLES.stream()
                        .map(role -> new Manifest.ServedModel(
                                role, name(role), Optional.empty(), List.of(), Optional.empty()))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new ModelDefinition(manifest, tokenizer(), scheduler());
    }

    /** On the server. */
    static String name(ModelRole role) {
        return ServedName.of(MODEL, CHECKPOINT, role).toString();
    }

    /** Rows that a model takes: of the steps one picture's two, of others one. */
    static int largestBatch(String model) {
        return model.equals(name(ModelRole.UNET)) ? 2 : 1;
    }

    /** What its server says of the models, with fractions of one type. */
    static Map<String, ModelSignature> signatures(TensorType type) {
        return Map.of(
                name(ModelRole.TEXT_ENCODER),
                signature(
                        List.of(slot("input_ids", TensorType.INT32, -1, 77)),
                        List.of(slot("last_hidden_state", type, -1, 77, 768))),
                name(ModelRole.UNET),
                signature(
                        List.of(
                                slot("sample", type, -1, 4, -1, -1),
                                slot("timestep", TensorType.FP32, -1, 1),
                                slot("encoder_hidden_states", type, -1, -1, 768)),
                        List.of(slot("out_sample", type, -1, 4, -1, -1))),
                name(ModelRole.DECODE_IMAGE),
                signature(
                        List.of(slot("latent_sample", type, -1, 4, -1, -1)),
                        List.of(slot("image", TensorType.UINT8, -1, -1, -1, 3))));
    }

    private static ModelSignature signature(List<TensorSlot> inputs, List<TensorSlot> outputs) {
        return new ModelSignature(named(inputs), named(outputs));
    }

    private static Map<String, TensorSlot> named(List<TensorSlot> slots) {
        return slots.stream().collect(Collectors.toMap(TensorSlot::name, Function.identity()));
    }

    private static TensorSlot slot(String name, TensorType type, long... shape) {
        return new TensorSlot(name, type, Arrays.stream(shape).boxed().toList());
    }

    private static ClipTokenizer tokenizer() {
        Map<String, Integer> vocabulary = new HashMap<>(Map.of("<|startoftext|>", 0, "<|endoftext|>", 1));
        for (char letter = 'a'; letter <= 'z'; letter++) {
            vocabulary.put(String.valueOf(letter), vocabulary.size());
            vocabulary.put(letter + "</w>", vocabulary.size());
        }
        return new ClipTokenizer(new TokenizerFiles(vocabulary, List.of(), Optional.empty()), 77);
    }

    static SchedulerConfig scheduler() {
        return new SchedulerConfig(
                "PNDMScheduler",
                1000,
                0.00085,
                0.012,
                "scaled_linear",
                Optional.empty(),
                "epsilon",
                1,
                Optional.empty(),
                Optional.of(false),
                Optional.of(false),
                Optional.empty(),
                false,
                SolverConfig.NONE,
                List.of());
    }
}
