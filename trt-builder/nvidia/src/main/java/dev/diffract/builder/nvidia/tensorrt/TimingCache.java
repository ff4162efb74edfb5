package dev.diffract.builder.nvidia.tensorrt;

import java.util.Arrays;

/**
 * How long each way of computing a layer took on one device, in TensorRT's own format. It makes the next build on that device
 * quick, and is refused on another: keep one per MIG profile and TensorRT version.
 */
public final class TimingCache {

    private final byte[] bytes;

    public TimingCache(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimingCache cache && Arrays.equals(bytes, cache.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "timing cache of " + bytes.length + " bytes";
    }
}
