package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import java.nio.file.Path;

/** Which TensorRT can be called. A wrong slot is a crash, so anything not known is refused. */
final class SupportedVersions {

    /** The oldest 10 whose slots were checked; later ones only append. */
    private static final TensorRtVersion OLDEST = new TensorRtVersion(10, 15, 0);

    private SupportedVersions() {}

    /** @throws TensorRtException with {@link Reason#UNSUPPORTED_VERSION} */
    static Major majorOf(TensorRtVersion version, Path library) {
        if (version.major() == Major.ELEVEN.number()) {
            return Major.ELEVEN;
        }
        if (version.major() == Major.TEN.number() && version.compareTo(OLDEST) >= 0) {
            return Major.TEN;
        }
        throw new TensorRtException(
                Reason.UNSUPPORTED_VERSION,
                library + " is TensorRT " + version
                        + ", which this program cannot call. It can call 10.15 and later 10, and" + " any 11.");
    }
}
