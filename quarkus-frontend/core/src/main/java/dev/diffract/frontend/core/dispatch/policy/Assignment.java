package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.List;

/**
 * One call to one instance.
 *
 * @param work all that goes in it, in the order of the rows; at least one, and more only if they {@link Waiting#joins join} and
 *     the instance takes {@link FleetView.InstanceView#largestBatch so many rows}
 */
public record Assignment(TritonInstance instance, List<Waiting> work) {

    /**
     * @throws IllegalArgumentException if it is empty or does not fit into one call
     */
    public Assignment {
        work = List.copyOf(work);
        if (work.isEmpty()) {
            throw new IllegalArgumentException("an assignment to " + instance.name() + " without work");
        }
        Waiting first = work.get(0);
        if (work.stream().skip(1).anyMatch(other -> !first.joins(other))) {
            throw new IllegalArgumentException("work for " + instance.name() + " that does not go as one call");
        }
    }
}
