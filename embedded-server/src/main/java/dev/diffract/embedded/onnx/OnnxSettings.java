package dev.diffract.embedded.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

/**
 * How graphs run.
 *
 * @param threads within one operator, at least 1
 */
public record OnnxSettings(int threads) {

    SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // The same request gives the same bits, whatever ran before it.
        options.setDeterministicCompute(true);
        // Waiting threads must not burn the cores that other slices of this machine compute on.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
