package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.CallShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How long instances take for calls, those too that they have made few of, or none. What an instance answered counts, the less the older it is;
 * the rest is drawn from what it takes for other calls beside the others, and what they take for this one. Of an instance of which
 * nothing is known the best is hoped for. Immutable to who asks; thread-safe.
 */
public final class Speeds {

    /** What a call is thought to take before any was answered; seconds. */
    private static final double UNKNOWN = 1;

    /** A first call may take so many times what the next ones do: it loads what they find loaded. */
    private static final double FIRST = 4;

    private final List<InstanceView> instances;
    /** Written once it is whole; computed twice at worst. */
    private volatile @Nullable IdentityHashMap<InstanceView, OptionalDouble> factors;

    Speeds(List<InstanceView> instances) {
        this.instances = instances;
    }

    /**
     * Seconds that an instance takes for a call.
     *
     * @param rows of the whole call
     */
    double expected(InstanceView view, CallShape shape, long rows) {
        CallTimes times = view.outlook().times();
        int answers = times.answers(shape);
        if (answers == 0) {
            return unseen(view, shape, rows);
        }
        double own = times.expected(shape, rows).orElseThrow();
        double weight = times.weight(shape);
        if (answers > 1 && weight == 1) {
            return own;
        }
        double unseen = unseen(view, shape, rows);
        double believed = answers > 1 ? own : Math.min(own, Math.max(own / FIRST, unseen));
        return Math.pow(believed, weight) * Math.pow(unseen, 1 - weight);
    }

    /** Without what it answered itself to calls of the shape. */
    private double unseen(InstanceView view, CallShape shape, long rows) {
        OptionalDouble same = byOthers(view, times -> times.expected(shape, rows));
        if (same.isPresent()) {
            return same.getAsDouble();
        }
        OptionalDouble like = view.outlook().times().scaled(shape, rows);
        return like.isPresent()
                ? like.getAsDouble()
                : byOthers(view, times -> times.scaled(shape, rows))
                        .orElse(UNKNOWN * factor(view).orElse(1));
    }

    /** What the instance would take, by the least that others do, made as much slower as it is at other calls. */
    private OptionalDouble byOthers(InstanceView view, Function<CallTimes, OptionalDouble> time) {
        OptionalDouble own = factor(view);
        double least = Double.POSITIVE_INFINITY;
        for (InstanceView other : instances) {
            OptionalDouble seconds = time.apply(other.outlook().times());
            if (seconds.isPresent()) {
                double times =
                        own.isPresent() ? own.getAsDouble() / factor(other).orElse(1) : 1;
                least = Math.min(least, seconds.getAsDouble() * times);
            }
        }
        return Double.isInfinite(least) ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    /**
     * How fast an instance is beside the fastest, by what it answered of late.
     *
     * @return 1 for the fastest, 0.5 for one that takes twice as long; empty where nothing is known to compare by
     */
    public OptionalDouble relative(InstanceView view) {
        OptionalDouble slower = factor(view);
        return slower.isPresent() ? OptionalDouble.of(1 / slower.getAsDouble()) : slower;
    }

    /** How many times as long as the fastest it takes for what both have made; it counts less as it gets older. */
    private OptionalDouble factor(InstanceView view) {
        IdentityHashMap<InstanceView, OptionalDouble> known = factors;
        if (known == null) {
            known = new IdentityHashMap<>();
            for (InstanceView each : instances) {
                known.put(each, computed(each.outlook().times()));
            }
            factors = known;
        }
        OptionalDouble factor = known.get(view);
        return factor == null ? computed(view.outlook().times()) : factor;
    }

    private OptionalDouble computed(CallTimes own) {
        List<Double> ratios = new ArrayList<>();
        for (CallShape shape : own.latest()) {
            long rows = own.rows(shape);
            double mine = own.expected(shape, rows).orElseThrow();
            double[] all = instances.stream()
                    .flatMapToDouble(each -> each.outlook().times().expected(shape, rows).stream())
                    .toArray();
            double least = DoubleStream.of(all).min().orElse(0);
            if (all.length > 1 && least > 0) {
                ratios.add(own.answers(shape) > 1 ? mine / least : Math.max(1, mine / least / FIRST));
            }
        }
        if (ratios.isEmpty()) {
            return OptionalDouble.empty();
        }
        Collections.sort(ratios);
        return OptionalDouble.of(Math.pow(ratios.get((ratios.size() - 1) / 2), own.weight()));
    }
}
