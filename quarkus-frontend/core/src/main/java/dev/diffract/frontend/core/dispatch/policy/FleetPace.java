package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How fast all instances together do what one model does, from what was learned of each. */
public final class FleetPace {

    /** What of its time a call is never shorter than. */
    private static final double SURE = 0.75;

    private FleetPace() {}

    /**
     * An instance that nothing is known of is thought to be as fast as the fastest.
     *
     * @param model served name
     * @param rows of a picture's call
     * @return for costs in rows times elements of a row; unknown if nobody serves the model, or nobody has answered yet
     */
    public static Pace of(FleetView fleet, String model, String checkpoint, long rows) {
        List<InstanceView> serving = fleet.serving(model, checkpoint);
        double alone = least(seconds(serving, view -> perElement(view, model, rows)));
        if (Double.isInfinite(alone)) {
            return Pace.UNKNOWN;
        }
        double[] full = seconds(serving, view -> perElement(view, model, largest(view, model)));
        double[] best = seconds(serving, view -> leastPerElement(view, model, largest(view, model)));
        return new Pace(together(full), alone, together(best));
    }

    /**
     * Rows of a call that fills the batch, whoever makes it.
     *
     * @param model served name
     * @return at least 1
     */
    public static long largestBatch(FleetView fleet, String model, String checkpoint) {
        return fleet.serving(model, checkpoint).stream()
                .mapToLong(view -> largest(view, model))
                .max()
                .orElse(1);
    }

    /**
     * What nobody makes a call in less than, by what all have shown of late.
     *
     * @param model served name
     * @param elements of a row
     * @param rows of the call
     * @return seconds; 0 if one of those that serve the model has not shown it, as it may be faster than all others
     */
    public static double atLeast(
            FleetView fleet, String model, String checkpoint, long elements, long rows, Instant now) {
        double[] all = seconds(
                fleet.serving(model, checkpoint), view -> view.outlook().times().ofLate(model, elements, rows, now));
        boolean known = all.length > 0 && Arrays.stream(all).noneMatch(Double::isInfinite);
        return known ? SURE * least(all) : 0;
    }

    /** Of each; infinite of those of which nothing is known. */
    private static double[] seconds(List<InstanceView> serving, Function<InstanceView, OptionalDouble> known) {
        double[] all = new double[serving.size()];
        for (int i = 0; i < all.length; i++) {
            OptionalDouble seconds = known.apply(serving.get(i));
            all[i] =
                    seconds.isPresent() ? Math.max(seconds.getAsDouble(), Double.MIN_NORMAL) : Double.POSITIVE_INFINITY;
        }
        return all;
    }

    private static double together(double[] seconds) {
        double fastest = least(seconds);
        double speed = Arrays.stream(seconds)
                .map(one -> 1 / (Double.isInfinite(one) ? fastest : one))
                .sum();
        return 1 / speed;
    }

    private static double least(double[] seconds) {
        return Arrays.stream(seconds).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static long largest(InstanceView view, String model) {
        return Math.max(1, view.snapshot().largestBatch(model));
    }

    private static OptionalDouble perElement(InstanceView view, String model, long rows) {
        return view.outlook().times().perElement(model, rows);
    }

    private static OptionalDouble leastPerElement(InstanceView view, String model, long rows) {
        return view.outlook().times().leastPerElement(model, rows);
    }
}
