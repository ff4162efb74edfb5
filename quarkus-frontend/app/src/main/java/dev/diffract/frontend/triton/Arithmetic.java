package dev.diffract.frontend.triton;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelParameter;
import java.util.Optional;

/**
 * What the last bits of a model's answers depend on beside the batch, as its configuration tells it. An engine of TensorRT is for one kind of GPU:
 * its file says all. ONNX Runtime shares an operator's work among its threads, and rounds otherwise with another number of them, or in
 * another version. It also rounds otherwise on another kind of processor, which no server tells.
 */
final class Arithmetic {

    private Arithmetic() {}

    /**
     * @param instance name of the one that serves it
     * @return equal for models that round alike; empty if the configuration names no file's digest, as those of earlier builders
     */
    static Optional<String> of(ModelConfig config, String instance) {
        if (config.hasEnsembleScheduling()) { // its members say it
            return Optional.of("ensemble");
        }
        Optional<String> file = parameter(config, Manifest.FILE_PARAMETER);
        if (config.getPlatform().equals("tensorrt_plan")) {
            return file;
        }
        // A server that does not tell its threads is like none but itself.
        String threads = parameter(config, Manifest.THREADS_PARAMETER)
                .filter(number -> !number.equals("0"))
                .map(number -> number + " threads")
                .orElse("on " + instance);
        String version = parameter(config, Manifest.ONNX_RUNTIME_PARAMETER)
                .map(number -> " ONNX Runtime " + number)
                .orElse("");
        return file.map(digest -> digest + " " + threads + version);
    }

    private static Optional<String> parameter(ModelConfig config, String key) {
        return Optional.ofNullable(config.getParametersMap().get(key)).map(ModelParameter::getStringValue);
    }
}
