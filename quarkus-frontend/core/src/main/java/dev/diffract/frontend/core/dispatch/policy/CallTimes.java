package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.CallShape;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long one instance takes for calls, learned from its answers. Immutable: a decision sees what was known when it began. */
public final class CallTimes {

    /** Of an instance that has not answered yet. */
    public static final CallTimes NONE = new CallTimes(Map.of(), Instant.MIN);

    /** Shapes that are remembered: whoever asks for pictures chooses them. */
    private static final int MOST = 64;

    /** Of these so many tell how fast an instance is beside the others. */
    private static final int LATEST = 4;

    /** The one that was answered longest ago first. */
    private final Map<CallShape, BatchTimes> shapes;

    private final Instant now;

    private CallTimes(Map<CallShape, BatchTimes> shapes, Instant now) {
        this.shapes = shapes;
        this.now = now;
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

    /** How much that counts, 1 if it is of late and less the older it is. */
    double weight(BatchTimes times) {
        return times.weight(now);
    }

    /** The same of what was learned last. */
    double weight() {
        double most = 0;
        for (BatchTimes times : shapes.values()) {
            most = Math.max(most, times.weight(now));
        }
        return most;
    }

    /** The shapes of the latest answers, a few. */
    List<CallShape> latest() {
        return shapes.keySet().stream()
                .skip(Math.max(0, shapes.size() - LATEST))
                .toList();
    }

    /** A number of rows with which a call of the shape was answered. */
    long rows(CallShape shape) {
        return Objects.requireNonNull(shapes.get(shape)).rows();
    }

    /**
     * What a call would take by what one of the same model and another size took: as much longer as it has more numbers.
     *
     * @return seconds; empty if no call of the model was answered
     */
    OptionalDouble scaled(CallShape shape, long rows) {
        OptionalDouble scaled = OptionalDouble.empty();
        for (Map.Entry<CallShape, BatchTimes> other : shapes.entrySet()) { // the latest counts
            if (other.getKey().model().equals(shape.model())) {
                double times = shape.elements() / (double) other.getKey().elements();
                scaled = OptionalDouble.of(other.getValue().expected(rows) * times);
            }
        }
        return scaled;
    }

    /** The same at another time. */
    public CallTimes asOf(Instant time) {
        return new CallTimes(shapes, time);
    }

    /** Whether enough answers of late say how long calls of this shape take; else an instance is worth a trial. */
    public boolean isKnown(CallShape shape) {
        BatchTimes times = shapes.get(shape);
        return times != null && times.isKnown(now);
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
     * What a call of a model takes for each element of each row, by the shape that was answered last.
     *
     * @param rows of the whole call, at least 1
     * @return seconds; empty if no call of the model was answered
     */
    OptionalDouble perElement(String model, long rows) {
        return of(model)
                .reduce((earlier, later) -> later)
                .map(known -> OptionalDouble.of(perElement(known, rows)))
                .orElse(OptionalDouble.empty());
    }

    /** The same by the shape that it takes least for. */
    OptionalDouble leastPerElement(String model, long rows) {
        return of(model).mapToDouble(known -> perElement(known, rows)).min();
    }

    private Stream<Map.Entry<CallShape, BatchTimes>> of(String model) {
        return shapes.entrySet().stream().filter(known -> known.getKey().model().equals(model));
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
        return new CallTimes(all, time);
    }
}
