package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Told.Call;
import dev.diffract.frontend.core.inference.CallShape;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long instances take for calls, those too that they have made few of, or none. What an instance answered counts, the less the older it is;
 * the rest is drawn from what it takes for other calls beside the others, and what they take for this one. Of an instance of which
 * nothing is known what was measured when its engines were built is believed, or the best hoped for. What other frontends have there now and had not when it
 * answered is added. Immutable to who asks; thread-safe.
 */
public final class Speeds {

    /** What a call is thought to take before any was answered; seconds. */
    private static final double UNKNOWN = 1;

    /** A first call may take so many times what the next ones do: it loads what they find loaded. */
    private static final double FIRST = 4;

    /** Failures in a row beyond these count no more: where there is much to do, everybody is tried again. */
    private static final int MOST_FAILURES = 4;

    /** That part of what an instance took it takes at least, however much less others keep it busy now. */
    private static final double LEAST = 0.5;

    /** Calls of which it is kept what instances tell of them: whoever asks for pictures chooses their shapes. */
    private static final int MOST_KEPT = 32;

    private final List<InstanceView> instances;
    private final Instant now;
    private final Map<Call, Told> expected = new ConcurrentHashMap<>();

    /** A decision asks for the same of all instances several times. */
    private final Map<Call, double[]> seconds = new ConcurrentHashMap<>();

    private final Map<Call, Told> scaled = new ConcurrentHashMap<>();

    /** Written once it is whole; computed twice at worst. */
    private volatile @Nullable Factors factors;

    /** @param now what was learned counts less the older it is then */
    Speeds(List<InstanceView> instances, Instant now) {
        this.instances = instances;
        this.now = now;
    }

    /**
     * The same later.
     *
     * @param later as many instances
     * @param changed places of those that are not what they were
     */
    Speeds next(List<InstanceView> later, BitSet changed, Instant time) {
        Speeds next = new Speeds(later, time);
        if (expected.size() <= MOST_KEPT) {
            expected.forEach((call, told) -> next.expected.put(call, told.next(later, changed)));
        }
        return next;
    }

    /**
     * Seconds that an instance takes for a call. With every failure since its last answer it is thought to take twice as long.
     *
     * @param view one of these instances
     * @param rows of the whole call
     */
    double expected(InstanceView view, CallShape shape, long rows) {
        return expected(instances.indexOf(view), shape, rows);
    }

    /** The same of the one that stands at a place. */
    double expected(int place, CallShape shape, long rows) {
        Call call = new Call(shape, rows);
        double[] all = seconds.get(call);
        return all == null ? new Question(told(call)).believed(place) : all[place];
    }

    /** The same of all, in their order; not to be changed. */
    double[] expected(CallShape shape, long rows) {
        return seconds.computeIfAbsent(new Call(shape, rows), call -> {
            Question question = new Question(told(call));
            double[] all = new double[instances.size()];
            Arrays.setAll(all, question::believed);
            return all;
        });
    }

    /** Seconds that the slowest took that answered such calls, or as many of the same model and another size let expect; empty where nobody did. */
    public OptionalDouble slowest(CallShape shape, long rows) {
        Call call = new Call(shape, rows);
        Told same = told(call);
        Told others = same.count() > 0 ? same : scaled(call);
        return others.count() > 0 ? OptionalDouble.of(others.most()) : OptionalDouble.empty();
    }

    private Told scaled(Call call) {
        return scaled.computeIfAbsent(call, asked -> Told.scaled(asked, instances));
    }

    private Told told(Call call) {
        Told known = expected.get(call);
        return known == null ? expected.computeIfAbsent(call, asked -> Told.expected(asked, instances)) : known;
    }

    /** How long instances take for one call. Not thread-safe. */
    private final class Question {
        private final Told told;

        /** What the fastest would take, by what each takes and how much slower it is; found once somebody needs it. */
        private @Nullable Double ofFastest;

        private Question(Told told) {
            this.told = told;
        }

        private double believed(int place) {
            Outlook outlook = instances.get(place).outlook();
            double alone = computed(place);
            double seconds =
                    Math.max(LEAST * alone, alone + outlook.times().others().waits());
            return seconds * (1 << Math.min(outlook.failures(), MOST_FAILURES));
        }

        private double computed(int place) {
            BatchTimes known = told.known(place);
            if (known == null) {
                return unseen(place);
            }
            int answers = known.answers();
            double own = told.seconds(place);
            if (answers > 1 && known.isFresh(now)) {
                return own;
            }
            double unseen = unseen(place);
            double weight = factors().weight(place, known);
            double believed = answers > 1 ? own : Math.min(own, Math.max(own / FIRST, unseen));
            return weight == 1 ? believed : Math.pow(believed, weight) * Math.pow(unseen, 1 - weight);
        }

        /** Without what it answered itself to calls of the shape. */
        private double unseen(int place) {
            double factor = factors().slower[place];
            if (Double.isNaN(factor)) {
                OptionalDouble measured = measured(place);
                if (measured.isPresent()) {
                    return measured.getAsDouble();
                }
            }
            double same = byOthers(factor);
            double hoped = Double.isNaN(same) ? unlike(place, factor) : same;
            Others others = instances.get(place).outlook().times().others();
            return Double.isNaN(factor) ? Math.min(hoped, others.execution()) : hoped;
        }

        private OptionalDouble measured(int place) {
            CallShape shape = told.call().shape();
            return Measured.seconds(
                    instances.get(place).snapshot().measured(shape.model()),
                    shape.elements(),
                    told.call().rows());
        }

        /** By calls of other sizes, where nobody made one of this. */
        private double unlike(int place, double factor) {
            Call call = told.call();
            OptionalDouble like = instances.get(place).outlook().times().scaled(call.shape(), call.rows());
            if (like.isPresent()) {
                return like.getAsDouble();
            }
            double other = new Question(scaled(call)).byOthers(factor);
            return Double.isNaN(other) ? UNKNOWN * (Double.isNaN(factor) ? 1 : factor) : other;
        }

        /** By the least that others do, made as much slower as it is at other calls; none where nobody tells. */
        private double byOthers(double factor) {
            if (Double.isNaN(factor)) {
                return told.least();
            }
            Double fastest = ofFastest;
            if (fastest == null) {
                fastest = told.ofFastest(factors().slower);
                ofFastest = fastest;
            }
            return factor * fastest;
        }
    }

    /**
     * How fast an instance is beside the fastest, by what it answered of late.
     *
     * @return 1 for the fastest, 0.5 for one that takes twice as long; empty where nothing is known to compare by
     */
    public OptionalDouble relative(InstanceView view) {
        double slower = factors().slower[instances.indexOf(view)];
        return Double.isNaN(slower) ? OptionalDouble.empty() : OptionalDouble.of(1 / slower);
    }

    private Factors factors() {
        Factors known = factors;
        if (known == null) {
            known = new Factors();
            factors = known;
        }
        return known;
    }

    /** How fast the instances are beside one another, in their order. */
    private final class Factors {

        /** How much what each learned last counts. */
        private final double[] weights = new double[instances.size()];

        /**
         * How many times as long as the fastest each takes for what both have made; it counts less as it gets older. None where nothing is known to
         * compare by.
         */
        private final double[] slower = new double[instances.size()];

        /** What was looked up last: most made the same. */
        private @Nullable Told last;

        private Factors() {
            for (int place = 0; place < slower.length; place++) {
                CallTimes own = instances.get(place).outlook().times();
                double ratio = ratio(own);
                double weight = own.weight(now);
                weights[place] = weight;
                slower[place] = weight == 1 || Double.isNaN(ratio) ? ratio : Math.pow(ratio, weight);
            }
        }

        /** How much it counts what the one at a place learned of calls of one shape. */
        private double weight(int place, BatchTimes known) {
            return instances.get(place).outlook().times().isLatest(known) ? weights[place] : known.weight(now);
        }

        /** The median of its latest calls. */
        private double ratio(CallTimes own) {
            if (own.latest().size() < 2) {
                return own.isEmpty() ? Told.NONE : ratio(own.latest().get(0));
            }
            double[] ratios = own.latest().stream()
                    .mapToDouble(this::ratio)
                    .filter(ratio -> !Double.isNaN(ratio))
                    .sorted()
                    .toArray();
            return ratios.length == 0 ? Told.NONE : ratios[(ratios.length - 1) / 2];
        }

        private double ratio(CallTimes.Sample sample) {
            Told all = last;
            if (all == null || !all.call().equals(sample.call())) {
                all = told(sample.call());
                last = all;
            }
            if (all.count() < 2 || all.least() <= 0) {
                return Told.NONE;
            }
            double ratio = sample.seconds() / all.least();
            return sample.answers() > 1 ? ratio : Math.max(1, ratio / FIRST);
        }
    }
}
