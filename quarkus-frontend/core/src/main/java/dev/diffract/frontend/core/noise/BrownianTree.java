package dev.diffract.frontend.core.noise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.LongFunction;

/**
 * A path of Brownian motion that is a function of its seed and its ends alone, whatever is asked of it and in which order:
 * torchsde's {@code BrownianTree} (Li et al. 2020, algorithm 3), as the samplers of k-diffusion have it. An interval is halved,
 * with noise of its own, until a half ends where it was asked for. Immutable.
 */
public final class BrownianTree {

    /** Words of {@link SeedSequence}'s pool. */
    private static final int POOL = 24;

    /** Decimals of the places that are told apart: torchsde's tolerance of 1e-6. */
    private static final int DECIMALS = 6;

    private final LongFunction<TorchGenerator> seeded;
    private final long seed;
    private final double start;
    private final double end;
    private final float scale;

    /**
     * @param seeded the generator of each of its seeds
     * @param seed any value, taken as unsigned
     * @param start where the path begins
     * @param end where it ends, at least {@code start}
     */
    public BrownianTree(LongFunction<TorchGenerator> seeded, long seed, double start, double end) {
        if (!(start <= end)) {
            throw new IllegalArgumentException("a path must not end at " + end + ", before its start at " + start);
        }
        this.seeded = seeded;
        this.seed = seed;
        this.start = rounded(start);
        this.end = rounded(end);
        this.scale = (float) Math.sqrt(end - start);
    }

    /**
     * How far the path goes between two places, which are moved into its ends.
     *
     * @param from at most {@code to}
     * @param count independent paths, of which each has a value
     */
    public float[] increment(double from, double to, int count) {
        float[] sum = new float[count];
        double low = rounded(Math.max(start, Math.min(end, from)));
        double high = rounded(Math.max(start, Math.min(end, to)));
        if (low < high) {
            new Query(sum).add(new Interval(start, end, 0, 0), whole(count), low, high);
        }
        return sum;
    }

    private float[] whole(int count) {
        float[] values = normal(new SeedSequence(seed, POOL).first(), count);
        for (int i = 0; i < count; i++) {
            values[i] *= scale;
        }
        return values;
    }

    private float[] normal(long ofSeed, int count) {
        return seeded.apply(ofSeed).normal(count).values();
    }

    /** As Python's {@code round}: the nearest decimal to the exact value of a binary number, half to even. */
    private static double rounded(double place) {
        return new BigDecimal(place).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }

    /**
     * @param key which of its level, counted from the left
     * @param depth of the level
     */
    private record Interval(double start, double end, long key, int depth) {

        double middle() {
            return rounded(0.5 * (end + start));
        }

        Interval left() {
            return new Interval(start, middle(), 2 * key, depth + 1);
        }

        Interval right() {
            return new Interval(middle(), end, 2 * key + 1, depth + 1);
        }
    }

    /** The increments of the largest intervals that make up what was asked for, from left to right. */
    private final class Query {
        private final float[] sum;

        Query(float[] sum) {
            this.sum = sum;
        }

        /** @param values how far the path goes over the interval */
        void add(Interval interval, float[] values, double from, double to) {
            if (from == interval.start() && to == interval.end()) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values[i];
                }
                return;
            }
            double middle = interval.middle();
            float[] left = left(interval, middle, values);
            if (from < middle) {
                add(interval.left(), left, from, Math.min(to, middle));
            }
            if (to > middle) {
                for (int i = 0; i < left.length; i++) {
                    left[i] = values[i] - left[i];
                }
                add(interval.right(), left, Math.max(from, middle), to);
            }
        }

        /** The bridge in the middle. */
        private float[] left(Interval interval, double middle, float[] values) {
            double reciprocal = 1 / (interval.end() - interval.start());
            double before = middle - interval.start();
            double after = interval.end() - middle;
            float deviation = (float) Math.sqrt(before * after * reciprocal);
            float share = (float) before;
            float[] left =
                    normal(new SeedSequence(seed, POOL, interval.key(), interval.depth()).first(), values.length);
            for (int i = 0; i < left.length; i++) {
                left[i] = share * values[i] * (float) reciprocal + deviation * left[i];
            }
            return left;
        }
    }
}
