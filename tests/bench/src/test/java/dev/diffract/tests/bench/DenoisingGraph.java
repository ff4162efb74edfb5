package dev.diffract.tests.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The demo model's steps as ONNX Runtime alone makes them, for a batch of one size: the inputs lie where it reads them. */
final class DenoisingGraph implements AutoCloseable {

    private final OrtSession session;
    private final FloatBuffer sample;
    private final Map<String, OnnxTensor> inputs;

    /**
     * @param file that the embedded server loads, too
     * @param inputs of the first step; its latents take the place of each further one's
     * @param threads within an operator
     */
    DenoisingGraph(Path file, DemoInputs inputs, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // as the server: what waits takes no CPU
            session = environment.createSession(file.toString(), options);
        }
        sample = direct(inputs.sample());
        this.inputs = Map.of(
                "sample", OnnxTensor.createTensor(environment, sample, inputs.sampleShape()),
                "timestep", OnnxTensor.createTensor(environment, direct(inputs.timestep()), inputs.timestepShape()),
                "encoder_hidden_states",
                        OnnxTensor.createTensor(environment, direct(inputs.text()), inputs.textShape()));
    }

    /**
     * A step.
     *
     * @param latents of all rows
     * @return the noise in them
     */
    float[] step(float[] latents) throws OrtException {
        sample.put(0, latents);
        try (OrtSession.Result result = session.run(inputs, Set.of("out_sample"))) {
            float[] noise = new float[latents.length];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(noise);
            return noise;
        }
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        session.close();
    }

    private static FloatBuffer direct(float[] values) {
        return ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values)
                .flip();
    }
}
