package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How fast all instances together do what one model does, from what was learned of each. */
public final class FleetPace {

    private FleetPace() {}

    /**
     * An instance that nothing is known of is thought to be as fast as the fastest.
     *
     * @param model served name
     * @param rows of a picture's call
     * @return for costs in rows times elements of a row; unknown if nobody serves the model, or nobody has answered yet
     */
    public static Pace of(FleetView fleet, String model, String checkpoint, long rows) {
        List<InstanceView> serving = fleet.instances().stream()
                .filter(view -> view.snapshot().serves(model, checkpoint))
                .toList();
        double alone = least(serving, view -> seconds(view, model, rows).orElse(Double.MAX_VALUE));
        if (alone == Double.MAX_VALUE) {
            return Pace.UNKNOWN;
        }
        return new Pace(
                together(serving, view -> full(view, model)), alone, together(serving, view -> best(view, model)));
    }

    private static double together(List<InstanceView> serving, Function<InstanceView, OptionalDouble> seconds) {
        double fastest = least(serving, view -> seconds.apply(view).orElse(Double.MAX_VALUE));
        double speed = serving.stream()
                .mapToDouble(view -> 1 / seconds.apply(view).orElse(fastest))
                .sum();
        return 1 / speed;
    }

    private static double least(List<InstanceView> views, ToDoubleFunction<InstanceView> value) {
        return views.stream().mapToDouble(value).min().orElse(Double.MAX_VALUE);
    }

    private static OptionalDouble best(InstanceView view, String model) {
        return positive(view.outlook().times().leastPerElement(model, largest(view, model)));
    }

    private static OptionalDouble full(InstanceView view, String model) {
        return seconds(view, model, largest(view, model));
    }

    private static long largest(InstanceView view, String model) {
        return Math.max(1, view.snapshot().largestBatch(model));
    }

    private static OptionalDouble seconds(InstanceView view, String model, long rows) {
        return positive(view.outlook().times().perElement(model, rows));
    }

    private static OptionalDouble positive(OptionalDouble known) {
        return known.isPresent() ? OptionalDouble.of(Math.max(known.getAsDouble(), Double.MIN_NORMAL)) : known;
    }
}
