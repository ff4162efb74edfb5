package dev.diffract.frontend.core.dispatch.policy;

import java.util.Map;
import java.util.NavigableMap;
import java.util.function.ToDoubleFunction;

/** How long a call of so many rows takes, by what is known of calls of other numbers of rows. */
final class RowTimes {

    /** Time of a further row, in times of the first, until two sizes are known: measured on UNets of Stable Diffusion's kind. */
    private static final double FURTHER_ROW = 0.6;

    private RowTimes() {}

    /**
     * @param sizes what is known, by the rows; not empty
     * @param seconds what calls of one size take
     * @return seconds: between two sizes drawn between them, beyond them as the last two go on, but no less for each row
     */
    static <T> double expected(NavigableMap<Long, T> sizes, ToDoubleFunction<T> seconds, long rows) {
        Map.Entry<Long, T> below = sizes.floorEntry(rows);
        Map.Entry<Long, T> above = sizes.ceilingEntry(rows);
        if (below != null && above != null) {
            double part = below.getKey().equals(above.getKey())
                    ? 0
                    : (double) (rows - below.getKey()) / (above.getKey() - below.getKey());
            return seconds.applyAsDouble(below.getValue()) * (1 - part)
                    + seconds.applyAsDouble(above.getValue()) * part;
        }
        Map.Entry<Long, T> nearest = below == null ? above : below;
        double known = seconds.applyAsDouble(nearest.getValue());
        if (sizes.size() == 1) {
            return known * growth(rows) / growth(nearest.getKey());
        }
        Map.Entry<Long, T> next =
                below == null ? sizes.higherEntry(nearest.getKey()) : sizes.lowerEntry(nearest.getKey());
        double slope = (seconds.applyAsDouble(next.getValue()) - known) / (next.getKey() - nearest.getKey());
        double drawn = known + Math.max(0, slope) * (rows - nearest.getKey());
        return Math.max(drawn, known * Math.min(1, (double) rows / nearest.getKey()));
    }

    private static double growth(long rows) {
        return 1 + FURTHER_ROW * (rows - 1);
    }
}
