package dev.diffract.embedded.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.diffract.embedded.model.LoadException;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.proto.ModelConfig;

/**
 * How graphs run.
 *
 * @param threads within one operator, at least 1
 */
public record OnnxSettings(int threads) {

    /**
     * These, with as many threads as the model's configuration names.
     *
     * @throws LoadException if it names no number
     */
    OnnxSettings of(ModelConfig config) {
        if (!config.containsParameters(Manifest.THREADS_PARAMETER)) {
            return this;
        }
        String named = config.getParametersOrThrow(Manifest.THREADS_PARAMETER).getStringValue();
        try {
            int number = Integer.parseInt(named);
            if (number >= 0) {
                return number == 0 ? this : new OnnxSettings(number);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new LoadException("the parameter " + Manifest.THREADS_PARAMETER + " of model '" + config.getName()
                + "' must be a whole number from 0, was '" + named + "'");
    }

    SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // The same batch with the same number of threads gives the same bits, whatever ran before it.
        // In another batch, or with another number of threads, a row may be rounded otherwise.
        options.setDeterministicCompute(true);
        // Waiting threads must not burn the cores that other slices of this machine compute on.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
