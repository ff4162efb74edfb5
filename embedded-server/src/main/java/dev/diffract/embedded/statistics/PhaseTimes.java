package dev.diffract.embedded.statistics;

/**
 * Where a request's time went, in nanoseconds.
 *
 * @param queue waiting for an instance
 * @param input gathering inputs of the batch
 * @param infer running the graph
 * @param output taking the batch apart
 */
public record PhaseTimes(long queue, long input, long infer, long output) {

    public static final PhaseTimes ZERO = new PhaseTimes(0, 0, 0, 0);

    public PhaseTimes plus(PhaseTimes other) {
        return new PhaseTimes(queue + other.queue, input + other.input, infer + other.infer, output + other.output);
    }

    public PhaseTimes withQueue(long nanos) {
        return new PhaseTimes(nanos, input, infer, output);
    }
}
