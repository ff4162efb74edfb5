package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.nio.file.Path;

/** Why TensorRT refused an engine file, read out of what it logged. */
final class DeserializationFailures {

    private DeserializationFailures() {}

    static TensorRtException of(Path file, Words words) {
        if (words.mentioning("not compatible with this version of TensorRT").isPresent()) {
            return words.failure(
                    Reason.VERSION_MISMATCH, file + " was built by another TensorRT; build it again with this one.");
        }
        if (words.mentioning("generated on an incompatible device", "multiprocessors but the engine file requires")
                .isPresent()) {
            return words.failure(
                    Reason.DEVICE_MISMATCH,
                    file + " was built for another GPU or MIG profile; build it again inside this one.");
        }
        return words.failure(Reason.NOT_AN_ENGINE, "TensorRT does not take the engine file " + file + ".");
    }
}
