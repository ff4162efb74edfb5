package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.CallShape;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all instances tell of one call, in the order of the fleet. Nobody changes it. */
final class Told {

    /** Of what is not known. */
    static final double NONE = Double.NaN;

    private final Call call;
    private final @Nullable BatchTimes[] known;
    private final double[] seconds;
    private final double least;
    private final double most;
    private final int count;

    /** @param rows of the whole call */
    record Call(CallShape shape, long rows) {}

    private Told(Call call, @Nullable BatchTimes[] known, double[] seconds) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        int tell = 0;
        for (double one : seconds) {
            if (!Double.isNaN(one)) {
                tell++;
                smallest = Math.min(smallest, one);
                largest = Math.max(largest, one);
            }
        }
        this.call = call;
        this.known = known;
        this.seconds = seconds;
        this.count = tell;
        this.least = tell == 0 ? NONE : smallest;
        this.most = largest;
    }

    /** By what they took for calls of its shape. */
    static Told expected(Call call, List<InstanceView> instances) {
        BatchTimes[] known = new BatchTimes[instances.size()];
        double[] seconds = new double[known.length];
        for (int place = 0; place < known.length; place++) {
            known[place] = instances.get(place).outlook().times().of(call.shape());
            seconds[place] = seconds(known[place], call.rows());
        }
        return new Told(call, known, seconds);
    }

    /** By what they took for calls of its model and other sizes. */
    static Told scaled(Call call, List<InstanceView> instances) {
        double[] seconds = instances.stream()
                .mapToDouble(view ->
                        view.outlook().times().scaled(call.shape(), call.rows()).orElse(NONE))
                .toArray();
        return new Told(call, new BatchTimes[seconds.length], seconds);
    }

    /**
     * What is {@linkplain #expected expected} later.
     *
     * @param changed places of all that may tell something else now
     */
    Told next(List<InstanceView> instances, BitSet changed) {
        BatchTimes[] times = known.clone();
        double[] all = seconds.clone();
        boolean same = true;
        for (int place = changed.nextSetBit(0); place >= 0; place = changed.nextSetBit(place + 1)) {
            BatchTimes now = instances.get(place).outlook().times().of(call.shape());
            same &= now == times[place];
            times[place] = now;
            all[place] = seconds(now, call.rows());
        }
        return same ? this : new Told(call, times, all);
    }

    private static double seconds(@Nullable BatchTimes known, long rows) {
        return known == null ? NONE : known.expected(rows);
    }

    /** What it is about. */
    Call call() {
        return call;
    }

    /** What the one at a place learned of calls of its shape; null if nothing. */
    @Nullable
    BatchTimes known(int place) {
        return known[place];
    }

    /** What the one at a place tells; none if it does not. */
    double seconds(int place) {
        return seconds[place];
    }

    /** Of all that tell; none where nobody does. */
    double least() {
        return least;
    }

    /** Of all that tell; 0 where nobody does. */
    double most() {
        return most;
    }

    /** How many tell. */
    int count() {
        return count;
    }

    /**
     * What the fastest would take, by what each takes and how much slower it is.
     *
     * @param slower how many times as long as the fastest each takes for other calls; none where that is not known
     * @return none where nobody tells
     */
    double ofFastest(double[] slower) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int place = 0; place < seconds.length; place++) {
            if (!Double.isNaN(seconds[place])) {
                smallest = Math.min(smallest, seconds[place] / (Double.isNaN(slower[place]) ? 1 : slower[place]));
            }
        }
        return Double.isInfinite(smallest) ? NONE : smallest;
    }
}
