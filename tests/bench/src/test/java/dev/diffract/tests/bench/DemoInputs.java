package dev.diffract.tests.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.kserve.ModelInferRequest;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.kserve.ModelInferRequest.InferRequestedOutputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a step of the demo model takes at 128 × 128: the same for a server and for ONNX Runtime alone.
 *
 * @param rows two of each picture, as with guidance
 */
record DemoInputs(int rows) {

    private static final int CHANNELS = 4;
    private static final int SIDE = 16;
    private static final int TOKENS = 77;
    private static final int TEXT = 96;
    private static final float TIMESTEP = 500;

    float[] sample() {
        return TorchGenerator.seeded(3).normal(rows * CHANNELS * SIDE * SIDE).values();
    }

    long[] sampleShape() {
        return new long[] {rows, CHANNELS, SIDE, SIDE};
    }

    float[] timestep() {
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, TIMESTEP);
        return timesteps;
    }

    /** In the graph; with a server a row's timestep is a tensor of one element. */
    long[] timestepShape() {
        return new long[] {rows};
    }

    float[] text() {
        return TorchGenerator.seeded(4).normal(rows * TOKENS * TEXT).values();
    }

    long[] textShape() {
        return new long[] {rows, TOKENS, TEXT};
    }

    /** All of it but the latents, which come first. */
    ModelInferRequest.Builder request(String model, ByteString latents) {
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(input("sample", sampleShape()))
                .addInputs(input("timestep", rows, 1))
                .addInputs(input("encoder_hidden_states", textShape()))
                .addRawInputContents(latents)
                .addRawInputContents(packed(timestep()))
                .addRawInputContents(packed(text()))
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("out_sample"));
    }

    static ByteString packed(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    static InferInputTensor input(String name, long... shape) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype("FP32")
                .addAllShape(Arrays.stream(shape).boxed().toList())
                .build();
    }
}
