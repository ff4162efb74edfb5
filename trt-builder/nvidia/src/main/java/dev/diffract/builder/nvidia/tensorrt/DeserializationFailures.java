package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.nio.file.Path;

/** Why TensorRT refused a plan, read out of what it logged. */
final class DeserializationFailures {

    private DeserializationFailures() {}

    static TensorRtException of(Path plan, Words words) {
        if (words.mentioning("not compatible with this version of TensorRT").isPresent()) {
            return words.failure(
                    Reason.VERSION_MISMATCH, plan + " was built by another TensorRT; build it again with this one.");
        }
        if (words.mentioning("generated on an incompatible device", "multiprocessors but the engine file requires")
                .isPresent()) {
            return words.failure(
                    Reason.DEVICE_MISMATCH,
                    plan + " was built for another GPU or MIG profile; build it again inside this one.");
        }
        return words.failure(Reason.NOT_A_PLAN, "TensorRT does not take the plan " + plan + ".");
    }
}
