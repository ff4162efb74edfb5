package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code nvinfer1::Dims}, 72 bytes. A rank of -1 says that there is no such shape. */
@FieldOrder({"nbDims", "d"})
public class NativeDims extends Structure {

    /** As returned by a method: through a hidden first argument, which JNA passes. */
    public static final class ByValue extends NativeDims implements Structure.ByValue {}

    public int nbDims;
    public long[] d = new long[8];

    public static NativeDims of(long[] sizes) {
        NativeDims dims = new NativeDims();
        dims.nbDims = sizes.length;
        System.arraycopy(sizes, 0, dims.d, 0, sizes.length);
        return dims;
    }

    public boolean isValid() {
        return nbDims >= 0 && nbDims <= d.length;
    }

    /** Outermost first. Only for a {@linkplain #isValid() valid} shape. */
    public long[] sizes() {
        long[] sizes = new long[nbDims];
        System.arraycopy(d, 0, sizes, 0, nbDims);
        return sizes;
    }
}
