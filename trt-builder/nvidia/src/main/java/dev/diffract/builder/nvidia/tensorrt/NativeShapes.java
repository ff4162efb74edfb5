package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.abi.NativeDims;
import java.util.Optional;

/** TensorRT's shapes in our words. */
final class NativeShapes {

    private NativeShapes() {}

    /** Empty where TensorRT says that there is no such shape. */
    static Optional<Dims> of(NativeDims dims) {
        return dims.isValid() ? Optional.of(Dims.of(dims.sizes())) : Optional.empty();
    }
}
