package dev.diffract.frontend.core.admission;

/**
 * How fast a resource is, as far as was learned; all 0 if nothing is known.
 *
 * @param together seconds that all of it takes for a unit of cost
 * @param alone seconds that its fastest part takes for a unit of cost of a single picture
 * @param best seconds that all of it takes for a unit of the cost that it is best at
 */
public record Pace(double together, double alone, double best) {

    /** In so many times of what it takes alone everybody is to be done; who has least left of that is drawn first. */
    public static final double PATIENCE = 8;

    /** Nothing was learned yet. */
    public static final Pace UNKNOWN = new Pace(0, 0, 0);

    /** Whether it says anything. */
    public boolean isKnown() {
        return together > 0 && alone > 0;
    }
}
