package dev.diffract.frontend.core.dispatch.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long one instance takes for calls of one shape, by their rows: of each size the median of the latest answers, so that a first call
 * that is slow, or a hiccup, says nothing of the others. What was not seen yet is drawn between what was. Immutable.
 */
final class BatchTimes {

    static final BatchTimes NONE = new BatchTimes(new TreeMap<>(), 1);

    /** Answers that are remembered of each size. */
    private static final int LATEST = 5;

    /** Answers that make it believed: more than what a hiccup spoils. */
    static final int ENOUGH = 3;

    /** Answers older than this and ten such calls are no proof any more: an instance may have been throttled or freed since. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final int CALLS = 10;

    private static final Duration HALF_LIFE = Duration.ofMinutes(5);

    private static final Size NOTHING = new Size(List.of(), 0, Instant.MIN);

    /** Two answers in a row, of whatever sizes, that take so many times what is known, or that part of it, say that all sizes do now. */
    private static final double CHANGE = 1.5;

    /** Less than this is no change, but the machine's business; seconds. */
    private static final double NO_CHANGE = 0.005;

    private final NavigableMap<Long, Size> sizes;

    /** How many times what was known the last answer took; 1 unless that is a change. */
    private final double strange;

    /** This and the next are asked for of every instance with every decision. */
    private final int answers;

    /** When all of it begins to count less. */
    private final Instant freshUntil;

    /** What calls of one row take, of two, and so on, up to a few: that, too, is asked for of every instance. */
    private final double[] drawn;

    private static final int DRAWN = 8;

    private record Answer(double seconds, Instant at) {}

    /**
     * What is known of calls of one size.
     *
     * @param answers the latest, at least one, the last one last
     * @param median of their seconds, of two the smaller; this and the next are asked for with every decision
     * @param freshUntil when the last answer begins to count less
     */
    private record Size(List<Answer> answers, double median, Instant freshUntil) {

        private Size with(Answer answer) {
            List<Answer> latest = new ArrayList<>(answers);
            latest.add(answer);
            latest = List.copyOf(latest.subList(Math.max(0, latest.size() - LATEST), latest.size()));
            double[] sorted =
                    latest.stream().mapToDouble(Answer::seconds).sorted().toArray();
            double median = sorted[(sorted.length - 1) / 2];
            return new Size(latest, median, answer.at().plus(fresh(median)));
        }

        private Size times(double factor) {
            return new Size(
                    answers.stream()
                            .map(answer -> new Answer(answer.seconds() * factor, answer.at()))
                            .toList(),
                    median * factor,
                    freshUntil);
        }

        private static Duration fresh(double median) {
            return FRESH.plusNanos((long) (CALLS * median * 1e9));
        }
    }

    private BatchTimes(NavigableMap<Long, Size> sizes, double strange) {
        this.sizes = sizes;
        this.strange = strange;
        int all = 0;
        Instant last = Instant.MIN;
        for (Size size : sizes.values()) {
            all += size.answers().size();
            last = size.freshUntil().isAfter(last) ? size.freshUntil() : last;
        }
        this.answers = all;
        this.freshUntil = last;
        this.drawn = new double[sizes.isEmpty() ? 0 : DRAWN];
        for (int rows = 1; rows <= drawn.length; rows++) {
            drawn[rows - 1] = drawn(rows);
        }
    }

    BatchTimes with(long rows, double seconds, Instant now) {
        NavigableMap<Long, Size> all = new TreeMap<>(sizes);
        double ratio = strange(rows, seconds);
        boolean changed = (ratio > 1 && strange > 1) || (ratio < 1 && strange < 1);
        if (changed) { // as far as both say
            double factor = ratio > 1 ? Math.min(ratio, strange) : Math.max(ratio, strange);
            all.replaceAll((size, known) -> known.times(factor));
        }
        all.merge(rows, NOTHING.with(new Answer(seconds, now)), (known, first) -> known.with(new Answer(seconds, now)));
        return new BatchTimes(all, changed ? 1 : ratio);
    }

    private double strange(long rows, double seconds) {
        Size known = sizes.get(rows);
        if (known == null || Math.abs(seconds - known.median()) < NO_CHANGE || known.median() == 0) {
            return 1;
        }
        double times = seconds / known.median();
        return times > CHANGE || times < 1 / CHANGE ? times : 1;
    }

    int answers() {
        return answers;
    }

    /** Whether it counts in full. */
    boolean isFresh(Instant now) {
        return !now.isAfter(freshUntil);
    }

    /** When it begins to count less. */
    Instant freshUntil() {
        return freshUntil;
    }

    /** A size that was seen. */
    long rows() {
        return sizes.firstKey();
    }

    /** How much it counts: 1 while answers are fresh, half of that after five minutes more, and so on; an instance may have been freed since. */
    double weight(Instant now) {
        return weight(freshUntil, now);
    }

    static double weight(Instant freshUntil, Instant now) {
        if (!now.isAfter(freshUntil)) {
            return 1;
        }
        return Math.pow(0.5, Duration.between(freshUntil, now).toNanos() / 1e9 / HALF_LIFE.toSeconds());
    }

    /** Seconds; something must have been learned. */
    double expected(long rows) {
        return rows >= 1 && rows <= drawn.length ? drawn[(int) rows - 1] : drawn(rows);
    }

    private double drawn(long rows) {
        return RowTimes.expected(sizes, Size::median, rows);
    }
}
