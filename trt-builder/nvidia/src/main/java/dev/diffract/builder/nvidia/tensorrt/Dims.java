package dev.diffract.builder.nvidia.tensorrt;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The shape of a tensor, outermost dimension first. At most eight dimensions; none for a scalar. {@link #DYNAMIC} stands for
 * a dimension that is known only when the engine runs.
 */
public record Dims(List<Long> sizes) {

    public static final int MAX_RANK = 8;
    public static final long DYNAMIC = -1;

    /** @throws IllegalArgumentException for more than eight dimensions, or one below -1 */
    public Dims {
        sizes = List.copyOf(sizes);
        if (sizes.size() > MAX_RANK) {
            throw new IllegalArgumentException("a tensor has at most 8 dimensions, not " + sizes.size());
        }
        if (sizes.stream().anyMatch(size -> size < DYNAMIC)) {
            throw new IllegalArgumentException("a dimension is at least 0, or -1 if dynamic: " + sizes);
        }
    }

    public static Dims of(long... sizes) {
        return new Dims(Arrays.stream(sizes).boxed().toList());
    }

    public int rank() {
        return sizes.size();
    }

    public boolean isDynamic() {
        return sizes.contains(DYNAMIC);
    }

    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * How many values such a tensor holds: 1 for a scalar.
     *
     * @throws IllegalStateException if a dimension is dynamic
     * @throws ArithmeticException beyond 2^63 - 1
     */
    public long volume() {
        if (isDynamic()) {
            throw new IllegalStateException("the volume of " + this + " is not known yet");
        }
        return LongStream.of(toArray()).reduce(1, Math::multiplyExact);
    }

    /** For example {@code 2x4x64x64}, {@code -1x4x64x64}; {@code scalar} for no dimensions. */
    @Override
    public String toString() {
        return sizes.isEmpty() ? "scalar" : sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }
}
