package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why TensorRT would not start, read out of what it logged. */
final class CreationFailures {

    private static final Pattern RESOURCE = Pattern.compile("libnvinfer_builder_resource_\\w+\\.so[.\\d]*");

    /** {@code cudaErrorInsufficientDriver}, in the two ways it is logged. */
    private static final String[] DRIVER_TOO_OLD = {"with error: 35", "driver version is insufficient"};

    private CreationFailures() {}

    /** @param what was not created: "builder" or "runtime" */
    static TensorRtException of(String what, Words words, TensorRtVersion version, Path library, Gpu gpu) {
        return words.mentioning("libnvinfer_builder_resource_")
                .map(line -> missingResource(line, words, version, library, gpu))
                .or(() -> words.mentioning(DRIVER_TOO_OLD).map(line -> tooOld(words, version, gpu)))
                .orElseGet(() -> words.failure(
                        what.equals("builder") ? Reason.BUILD : Reason.RUN,
                        "TensorRT " + version + " did not make a " + what + " on "
                                + gpu.device().name() + "."));
    }

    private static TensorRtException missingResource(
            String line, Words words, TensorRtVersion version, Path library, Gpu gpu) {
        Matcher name = RESOURCE.matcher(line);
        String file = name.find() ? name.group() : "libnvinfer_builder_resource_*";
        return new TensorRtException(
                Reason.BUILDER_RESOURCE_MISSING,
                "TensorRT " + version + " lacks its kernels for " + gpu.device().name() + " (compute capability "
                        + gpu.device().capability() + "): put " + file
                        + ", from a TensorRT package of exactly this version,"
                        + " into " + library.getParent() + ". TensorRT says: " + line,
                words.all());
    }

    private static TensorRtException tooOld(Words words, TensorRtVersion version, Gpu gpu) {
        return words.failure(
                Reason.DRIVER_TOO_OLD,
                "the NVIDIA driver of this machine runs CUDA up to " + gpu.driverCuda() + ", and TensorRT " + version
                        + " of this build needs a newer one: update the driver, or use a TensorRT for CUDA "
                        + gpu.driverVersion() / 1000 + ".");
    }
}
