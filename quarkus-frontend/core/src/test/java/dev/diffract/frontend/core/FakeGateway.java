package dev.diffract.frontend.core;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ModelFamilies;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Models as formulas, answered at once; an instance can be told to misbehave in its next calls. Every row of a batch is
 * computed by itself, as real models do.
 */
public final class FakeGateway implements InferenceGateway {

    private static final ModelFamily FAMILY = ModelFamilies.STABLE_DIFFUSION;

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, List<Behaviour>> scripts = new HashMap<>();

    /** A call that arrived. */
    public record Sent(
            TritonInstance instance, InferenceCall call, Duration timeout, CompletableFuture<InferenceResult> answer) {}

    /** What an instance does with a call. */
    public interface Behaviour {
        void act(Sent sent);
    }

    /** Answers as it should. */
    public static final Behaviour ANSWER = sent -> sent.answer().complete(compute(sent.call()));

    /** Never answers by itself. */
    public static final Behaviour HANG = sent -> {};

    /** Breaks in the gateway itself. */
    public static final Behaviour THROW = sent -> {
        throw new IllegalStateException("no channel");
    };

    /** Answers without the output asked for. */
    public static final Behaviour NONSENSE = sent -> sent.answer().complete(new InferenceResult(List.of()));

    /** Answers as it should, but for one number of the answer; of a picture it is only said that there was such a number. */
    public static Behaviour spoilt(float value) {
        return sent -> sent.answer().complete(spoilt(compute(sent.call()), value));
    }

    private static InferenceResult spoilt(InferenceResult result, float value) {
        Tensor output = result.outputs().get(0);
        if (output.type() != TensorType.FP32) {
            return new InferenceResult(result.outputs().stream()
                    .map(tensor ->
                            tensor.name().equals(FAMILY.decodeImage().finite().name()) ? finite(false) : tensor)
                    .toList());
        }
        float[] values = output.floats();
        values[values.length / 3] = value;
        return new InferenceResult(List.of(Tensor.ofFloats(output.name(), TensorType.FP32, output.shape(), values)));
    }

    public static Behaviour fail(FailureKind kind) {
        return sent -> sent.answer()
                .completeExceptionally(new InferenceException(
                        kind, sent.instance().name(), sent.call().model(), "told to fail"));
    }

    /** What an instance does in its next calls; it answers after them. */
    public void script(TritonInstance instance, Behaviour... behaviours) {
        scripts.put(instance.name(), new ArrayList<>(List.of(behaviours)));
    }

    @Override
    public CompletableFuture<InferenceResult> infer(TritonInstance instance, InferenceCall call, Duration timeout) {
        Sent arrived = new Sent(instance, call, timeout, new CompletableFuture<>());
        sent.add(arrived);
        List<Behaviour> script = scripts.getOrDefault(instance.name(), new ArrayList<>());
        (script.isEmpty() ? ANSWER : script.remove(0)).act(arrived);
        return arrived.answer();
    }

    public List<Sent> sent() {
        return sent;
    }

    /** The names of the instances called, in order. */
    public List<String> instances() {
        return sent.stream().map(arrived -> arrived.instance().name()).toList();
    }

    /** What was sent to the models of a role, whatever their names. */
    public List<Sent> sentTo(String role) {
        return sent.stream().filter(arrived -> isOf(role, arrived.call())).toList();
    }

    /** Whether a model of this role is called. */
    public static boolean isOf(String role, InferenceCall call) {
        return role(call).equals(role);
    }

    private static String role(InferenceCall call) {
        return call.model().substring(call.model().lastIndexOf('.') + 1);
    }

    /** What the model answers, row by row. */
    public static InferenceResult compute(InferenceCall call) {
        if (call.inputs().isEmpty() || call.rows() == 1 || isOf("unet", call)) {
            return computed(call);
        }
        List<InferenceResult> rows = new ArrayList<>();
        for (int row = 0; row < call.rows(); row++) {
            int index = row;
            List<Tensor> inputs =
                    call.inputs().stream().map(input -> row(input, index)).toList();
            rows.add(computed(new InferenceCall(call.model(), inputs, call.outputs(), call.offered())));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor output : rows.get(0).outputs()) {
            outputs.add(joined(rows.stream()
                    .map(row -> row.find(output.name()).orElseThrow())
                    .toList()));
        }
        return new InferenceResult(outputs);
    }

    private static Tensor row(Tensor whole, int index) {
        long[] shape = whole.shape();
        int bytes = whole.data().remaining() / (int) shape[0];
        shape[0] = 1;
        return Tensor.ofRaw(whole.name(), whole.type(), shape, whole.data().slice(index * bytes, bytes));
    }

    private static Tensor joined(List<Tensor> rows) {
        long[] shape = rows.get(0).shape();
        ByteBuffer data = ByteBuffer.allocate(rows.get(0).data().remaining() * rows.size());
        rows.forEach(row -> data.put(row.data()));
        shape[0] = rows.size();
        return Tensor.ofRaw(rows.get(0).name(), rows.get(0).type(), shape, data.flip());
    }

    private static InferenceResult computed(InferenceCall call) {
        return new InferenceResult(
                switch (role(call)) {
                    case "text_encoder" -> List.of(textStates(call));
                    case "unet" -> List.of(noise(call));
                    case "vae_encoder" -> List.of(latentParameters(call));
                    case "decode_image" ->
                        call.outputs().size() == 1
                                ? List.of(image(call), finite(true))
                                : List.of(image(call), flagged(call), finite(true));
                    default -> throw new IllegalArgumentException(call.model());
                });
    }

    private static Tensor textStates(InferenceCall call) {
        ByteBuffer ids = call.inputs().get(0).data();
        String output = call.outputs().get(0);
        int layer = 1;
        while (!FAMILY.textEncoder().states(layer).name().equals(output)) {
            layer++;
        }
        float[] states = new float[TestModels.TEXT_LENGTH * TestModels.TEXT_WIDTH];
        for (int i = 0; i < states.length; i++) {
            long id = ids.getLong(i / TestModels.TEXT_WIDTH * Long.BYTES);
            states[i] = (id % (6 + layer) - 3) * 0.1f + i % TestModels.TEXT_WIDTH * 0.01f;
        }
        long[] shape = {1, TestModels.TEXT_LENGTH, TestModels.TEXT_WIDTH};
        return Tensor.ofFloats(output, TensorType.FP32, shape, states);
    }

    private static Tensor noise(InferenceCall call) {
        Tensor sample = call.inputs().get(0);
        float[] values = sample.floats();
        float[] timesteps = call.inputs().get(1).floats();
        float[] text = call.inputs().get(2).floats();
        int rows = timesteps.length;
        int length = values.length / rows;
        int textLength = text.length / rows;
        float[] output = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < length; i++) {
                float neighbour = values[row * length + (i + 1) % length];
                output[row * length + i] = 0.6f * values[row * length + i]
                        + 0.2f * neighbour
                        + 0.3f * text[row * textLength + i % textLength]
                        - 0.0001f * timesteps[row];
            }
        }
        return Tensor.ofFloats(FAMILY.unet().prediction().name(), TensorType.FP32, sample.shape(), output);
    }

    /** An answer of the UNet's to a call. */
    public static InferenceResult prediction(InferenceCall call, float[] values) {
        return new InferenceResult(List.of(Tensor.ofFloats(
                FAMILY.unet().prediction().name(),
                TensorType.FP32,
                call.inputs().get(0).shape(),
                values)));
    }

    /** Means follow the picture's upper left corners, logarithms of variances are below zero. */
    private static Tensor latentParameters(InferenceCall call) {
        Tensor sample = call.inputs().get(0);
        float[] pixels = sample.floats();
        int width = (int) sample.shape()[3] / 8;
        int height = (int) sample.shape()[2] / 8;
        int means = 4 * height * width;
        float[] parameters = new float[2 * means];
        for (int i = 0; i < means; i++) {
            int channel = i / (height * width) % 3;
            int row = i / width % height * 8;
            parameters[i] = 3 * pixels[(channel * height * 8 + row) * width * 8 + i % width * 8];
            parameters[means + i] = -4 - i % 3;
        }
        return Tensor.ofFloats(
                FAMILY.vaeEncoder().moments().name(), TensorType.FP32, new long[] {1, 8, height, width}, parameters);
    }

    private static Tensor image(InferenceCall call) {
        Tensor latents = call.inputs().get(0);
        float[] values = latents.floats();
        int height = (int) latents.shape()[2] * 8;
        int width = (int) latents.shape()[3] * 8;
        ByteBuffer rgb = ByteBuffer.allocate(height * width * 3);
        for (int i = 0; i < rgb.capacity(); i++) {
            rgb.put(i, (byte) Math.round(values[i % values.length] * 1000));
        }
        return Tensor.ofRaw(
                FAMILY.decodeImage().image().name(), TensorType.UINT8, new long[] {1, height, width, 3}, rgb);
    }

    /** A safety checker that takes exception to what begins with a positive latent. */
    private static Tensor flagged(InferenceCall call) {
        return truth(FAMILY.decodeImage().flagged(), call.inputs().get(0).floats()[0] > 0);
    }

    private static Tensor finite(boolean value) {
        return truth(FAMILY.decodeImage().finite(), value);
    }

    private static Tensor truth(TensorSpec spec, boolean value) {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)});
        return Tensor.ofRaw(spec.name(), TensorType.BOOL, new long[] {1, 1}, data);
    }
}
