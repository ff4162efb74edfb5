package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.CallShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long instances take for calls, those too that they have made few of, or none. What an instance answered counts, the less the older it is;
 * the rest is drawn from what it takes for other calls beside the others, and what they take for this one. Of an instance of which
 * nothing is known what was measured when its engines were built is believed, or the best hoped for. Immutable to who asks; thread-safe.
 */
public final class Speeds {

    /** What a call is thought to take before any was answered; seconds. */
    private static final double UNKNOWN = 1;

    /** A first call may take so many times what the next ones do: it loads what they find loaded. */
    private static final double FIRST = 4;

    private final List<InstanceView> instances;
    private final Across expected = new Across(CallTimes::expected);
    private final Across scaled = new Across(CallTimes::scaled);

    /** Where each instance stands in the list. */
    private final IdentityHashMap<InstanceView, Integer> places = new IdentityHashMap<>();

    /** Of all instances, in their order: a decision asks for the same of each of them several times. */
    private final Map<Asked, double[]> seconds = new ConcurrentHashMap<>();

    /** Written once it is whole; computed twice at worst. */
    private volatile @Nullable IdentityHashMap<InstanceView, OptionalDouble> factors;

    Speeds(List<InstanceView> instances) {
        this.instances = instances;
        for (InstanceView view : instances) {
            places.put(view, places.size());
        }
    }

    /**
     * Seconds that an instance takes for a call.
     *
     * @param rows of the whole call
     */
    double expected(InstanceView view, CallShape shape, long rows) {
        Integer place = places.get(view);
        return place == null
                ? computed(view, shape, rows)
                : seconds.computeIfAbsent(
                                new Asked(shape, rows),
                                asked -> instances.stream()
                                        .mapToDouble(each -> computed(each, shape, rows))
                                        .toArray())[place];
    }

    private double computed(InstanceView view, CallShape shape, long rows) {
        CallTimes times = view.outlook().times();
        BatchTimes known = times.of(shape);
        if (known == null) {
            return unseen(view, shape, rows);
        }
        int answers = known.answers();
        double own = known.expected(rows);
        double weight = times.weight(known);
        if (answers > 1 && weight == 1) {
            return own;
        }
        double unseen = unseen(view, shape, rows);
        double believed = answers > 1 ? own : Math.min(own, Math.max(own / FIRST, unseen));
        return Math.pow(believed, weight) * Math.pow(unseen, 1 - weight);
    }

    /** Without what it answered itself to calls of the shape. */
    private double unseen(InstanceView view, CallShape shape, long rows) {
        Asked asked = new Asked(shape, rows);
        if (factor(view).isEmpty()) {
            OptionalDouble measured = Measured.seconds(view.snapshot().measured(shape.model()), shape.elements(), rows);
            if (measured.isPresent()) {
                return measured.getAsDouble();
            }
        }
        OptionalDouble same = byOthers(view, asked, expected);
        if (same.isPresent()) {
            return same.getAsDouble();
        }
        OptionalDouble like = view.outlook().times().scaled(shape, rows);
        return like.isPresent()
                ? like.getAsDouble()
                : byOthers(view, asked, scaled).orElse(UNKNOWN * factor(view).orElse(1));
    }

    /** What the instance would take, by the least that others do, made as much slower as it is at other calls. */
    private OptionalDouble byOthers(InstanceView view, Asked asked, Across across) {
        OptionalDouble own = factor(view);
        if (own.isEmpty()) {
            return across.least(asked).seconds();
        }
        OptionalDouble ofFastest = across.ofFastest(asked);
        return ofFastest.isEmpty() ? ofFastest : OptionalDouble.of(own.getAsDouble() * ofFastest.getAsDouble());
    }

    private record Asked(CallShape shape, long rows) {}

    /**
     * @param seconds least of all instances
     * @param instances how many of them tell
     */
    private record Least(OptionalDouble seconds, int instances) {}

    private interface Time {
        OptionalDouble of(CallTimes times, CallShape shape, long rows);
    }

    /** What all instances tell of calls, looked through once for all who ask. */
    private final class Across {
        private final Time time;
        private final Map<Asked, Least> least = new ConcurrentHashMap<>();
        private final Map<Asked, OptionalDouble> ofFastest = new ConcurrentHashMap<>();

        private Across(Time time) {
            this.time = time;
        }

        private Least least(Asked asked) {
            return least.computeIfAbsent(asked, key -> {
                double seconds = Double.POSITIVE_INFINITY;
                int tell = 0;
                for (InstanceView view : instances) {
                    OptionalDouble told = time.of(view.outlook().times(), key.shape(), key.rows());
                    if (told.isPresent()) {
                        tell++;
                        seconds = Math.min(seconds, told.getAsDouble());
                    }
                }
                return new Least(tell == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds), tell);
            });
        }

        /** What the fastest instance would take, by what each takes and how much slower it is. */
        private OptionalDouble ofFastest(Asked asked) {
            return ofFastest.computeIfAbsent(asked, key -> {
                double seconds = Double.POSITIVE_INFINITY;
                for (InstanceView view : instances) {
                    OptionalDouble told = time.of(view.outlook().times(), key.shape(), key.rows());
                    if (told.isPresent()) {
                        seconds = Math.min(
                                seconds, told.getAsDouble() / factor(view).orElse(1));
                    }
                }
                return Double.isInfinite(seconds) ? OptionalDouble.empty() : OptionalDouble.of(seconds);
            });
        }
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
            Least all = expected.least(new Asked(shape, rows));
            double least = all.seconds().orElse(0);
            if (all.instances() > 1 && least > 0) {
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
