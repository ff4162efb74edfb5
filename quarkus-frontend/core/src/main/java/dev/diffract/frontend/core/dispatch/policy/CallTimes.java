package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.CallShape;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How long one instance takes for calls, learned from its answers. Immutable: a decision sees what was known when it began. */
public final class CallTimes {

    /** Of an instance that has not answered yet. */
    public static final CallTimes NONE = new CallTimes(Map.of());

    /** Shapes that are remembered: whoever asks for pictures chooses them. */
    private static final int MOST = 64;

    /** Of these so many tell how fast an instance is beside the others. */
    private static final int LATEST = 4;

    /** The one that was answered longest ago first. */
    private final Map<CallShape, BatchTimes> shapes;

    /** Asked for with every decision, as is the next. */
    private final List<Sample> latest;

    private final Instant freshUntil;

    /** What is known of others at the instance beside that. */
    private final Others others;

    /**
     * A call of which it is known how long it takes.
     *
     * @param answers to calls of its shape
     */
    record Sample(Told.Call call, double seconds, int answers) {}

    private CallTimes(Map<CallShape, BatchTimes> shapes) {
        this.shapes = shapes;
        this.latest = shapes.entrySet().stream()
                .skip(Math.max(0, shapes.size() - LATEST))
                .map(known -> sample(known.getKey(), known.getValue()))
                .toList();
        this.freshUntil = shapes.values().stream()
                .map(BatchTimes::freshUntil)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        this.others = Others.UNKNOWN;
    }

    private CallTimes(CallTimes known, Others others) {
        this.shapes = known.shapes;
        this.latest = known.latest;
        this.freshUntil = known.freshUntil;
        this.others = others;
    }

    /** The same beside others who have calls at the instance. */
    public CallTimes beside(Others others) {
        return others.equals(this.others) ? this : new CallTimes(this, others);
    }

    /** What its answers do not say of others. */
    Others others() {
        return others;
    }

    private static Sample sample(CallShape shape, BatchTimes times) {
        long rows = times.rows();
        return new Sample(new Told.Call(shape, rows), times.expected(rows), times.answers());
    }

    /** Whether nothing is known. */
    boolean isEmpty() {
        return shapes.isEmpty();
    }

    /** How many answers to calls of this shape are remembered. */
    int answers(CallShape shape) {
        BatchTimes times = shapes.get(shape);
        return times == null ? 0 : times.answers();
    }

    /** What is known of calls of this shape; null if none was answered. */
    @Nullable
    BatchTimes of(CallShape shape) {
        return shapes.get(shape);
    }

    /** How much what was learned last counts: 1 if it is of late, and less the older it is; 0 if nothing was. */
    double weight(Instant now) {
        return isEmpty() ? 0 : BatchTimes.weight(freshUntil, now);
    }

    /** Whether these, of one of its shapes, count as much as what was learned last. */
    boolean isLatest(BatchTimes times) {
        return times.freshUntil().equals(freshUntil);
    }

    /** A call of each shape of the latest answers, a few. */
    List<Sample> latest() {
        return latest;
    }

    /**
     * What a call would take by what one of the same model and another size took: as much longer as it has more numbers.
     *
     * @return seconds; empty if no call of the model was answered
     */
    public OptionalDouble scaled(CallShape shape, long rows) {
        OptionalDouble scaled = OptionalDouble.empty();
        for (Map.Entry<CallShape, BatchTimes> other : shapes.entrySet()) { // the latest counts
            if (other.getKey().model().equals(shape.model())) {
                double times = shape.elements() / (double) other.getKey().elements();
                scaled = OptionalDouble.of(other.getValue().expected(rows) * times);
            }
        }
        return scaled;
    }

    /** What calls are {@linkplain #expected expected} to take where enough answers say so, however old they are; seconds. */
    public OptionalDouble learned(CallShape shape, long rows) {
        return answers(shape) >= BatchTimes.ENOUGH ? expected(shape, rows) : OptionalDouble.empty();
    }

    /**
     * @param rows of the whole call, at least 1
     * @return seconds; empty if no call of this shape was answered
     */
    public OptionalDouble expected(CallShape shape, long rows) {
        BatchTimes times = shapes.get(shape);
        return times == null ? OptionalDouble.empty() : OptionalDouble.of(times.expected(rows));
    }

    /**
     * What a call of a model took of late, by enough answers.
     *
     * @param elements of a row
     * @param rows of the whole call, at least 1
     * @return seconds, of several shapes the least; empty if that is not known
     */
    OptionalDouble ofLate(String model, long elements, long rows, Instant now) {
        OptionalDouble least = OptionalDouble.empty();
        for (Map.Entry<CallShape, BatchTimes> known : shapes.entrySet()) {
            CallShape shape = known.getKey();
            BatchTimes times = known.getValue();
            if (shape.elements() == elements
                    && times.isFresh(now)
                    && times.answers() >= BatchTimes.ENOUGH
                    && shape.model().equals(model)) {
                double seconds = times.expected(rows);
                least = OptionalDouble.of(Math.min(seconds, least.orElse(seconds)));
            }
        }
        return least;
    }

    /**
     * What a call of a model takes for each element of each row, by the shape that was answered last.
     *
     * @param rows of the whole call, at least 1
     * @return seconds; empty if no call of the model was answered
     */
    OptionalDouble perElement(String model, long rows) {
        OptionalDouble latest = OptionalDouble.empty();
        for (Map.Entry<CallShape, BatchTimes> known : shapes.entrySet()) {
            latest = known.getKey().model().equals(model) ? OptionalDouble.of(perElement(known, rows)) : latest;
        }
        return latest;
    }

    /** The same by the shape that it takes least for. */
    OptionalDouble leastPerElement(String model, long rows) {
        OptionalDouble least = OptionalDouble.empty();
        for (Map.Entry<CallShape, BatchTimes> known : shapes.entrySet()) {
            if (known.getKey().model().equals(model)) {
                double seconds = perElement(known, rows);
                least = OptionalDouble.of(Math.min(seconds, least.orElse(seconds)));
            }
        }
        return least;
    }

    private static double perElement(Map.Entry<CallShape, BatchTimes> known, long rows) {
        return known.getValue().expected(rows) / rows / known.getKey().elements();
    }

    /**
     * With one more answer.
     *
     * @param rows of the whole call, at least 1
     * @param took from when the instance could begin; less than nothing, if the clock was set back meanwhile, counts as nothing
     */
    public CallTimes with(CallShape shape, long rows, Duration took, Instant time) {
        Map<CallShape, BatchTimes> all = new LinkedHashMap<>(shapes);
        double seconds = Math.max(0, took.toNanos() / 1e9);
        BatchTimes known = all.remove(shape);
        all.put(shape, (known == null ? BatchTimes.NONE : known).with(rows, seconds, time));
        if (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
        return new CallTimes(all);
    }
}
