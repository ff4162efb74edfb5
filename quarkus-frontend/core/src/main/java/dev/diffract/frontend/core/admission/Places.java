package dev.diffract.frontend.core.admission;

import java.util.Map;

/**
 * How many pictures are drawn at once.
 *
 * @param all of whatever resource, at least 1
 * @param ofResource of single ones, each at least 1: those that draw with one do not take what only others draw with; of what is not here as many as of all
 */
public record Places(int all, Map<String, Integer> ofResource) {

    /**
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Places {
        ofResource = Map.copyOf(ofResource);
        if (all < 1 || ofResource.values().stream().anyMatch(most -> most < 1)) {
            throw new IllegalArgumentException("expected places of at least 1, was " + all + " and " + ofResource);
        }
    }

    /** Whatever they are drawn with. */
    public static Places of(int all) {
        return new Places(all, Map.of());
    }

    /** Pictures at once that are drawn with a resource. */
    public int of(String resource) {
        return Math.min(all, ofResource.getOrDefault(resource, all));
    }
}
