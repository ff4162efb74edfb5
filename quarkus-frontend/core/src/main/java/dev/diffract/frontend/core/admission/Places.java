package dev.diffract.frontend.core.admission;

import java.util.Map;
import java.util.Set;

/**
 * How many pictures are drawn at once.
 *
 * @param all of whatever resource, at least 1
 * @param ofResource of single ones, each at least 1: those that draw with one do not take what only others draw with; of what is not here as many as of all
 * @param missing resources that are nowhere now: what wants one of them is in the way of the same only, at the places and in the queue
 */
public record Places(int all, Map<String, Integer> ofResource, Set<String> missing) {

    /**
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Places {
        ofResource = Map.copyOf(ofResource);
        missing = Set.copyOf(missing);
        if (all < 1 || ofResource.values().stream().anyMatch(most -> most < 1)) {
            throw new IllegalArgumentException("expected places of at least 1, was " + all + " and " + ofResource);
        }
    }

    /** Whatever they are drawn with, which is there. */
    public static Places of(int all) {
        return new Places(all, Map.of(), Set.of());
    }

    /** Pictures at once that are drawn with a resource. */
    public int of(String resource) {
        return Math.min(all, ofResource.getOrDefault(resource, all));
    }

    /** Whether what wants one resource takes places, of all and in the queue, from what wants another. */
    boolean areShared(String one, String other) {
        return missing.contains(one) == missing.contains(other);
    }
}
