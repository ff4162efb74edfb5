package dev.diffract.builder.nvidia.tensorrt;

/**
 * A version as TensorRT counts: {@code getInferLibVersion} gives {@code major * 10000 + minor * 100 + patch} since 10, and
 * {@code major * 1000 + ...} before.
 */
public record TensorRtVersion(int major, int minor, int patch) implements Comparable<TensorRtVersion> {

    private static final int FIRST_OF_FIVE_DIGITS = 100_000;

    /** From the number that {@code getInferLibVersion} returned, in the old or the new way of counting. */
    public static TensorRtVersion of(int number) {
        int unit = number < FIRST_OF_FIVE_DIGITS ? 1_000 : 10_000;
        return new TensorRtVersion(number / unit, number % unit / 100, number % 100);
    }

    @Override
    public int compareTo(TensorRtVersion other) {
        return Integer.compare(order(), other.order());
    }

    private int order() {
        return (major * 1_000 + minor) * 1_000 + patch;
    }

    /** For example {@code 10.15.1}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
