package dev.diffract.builder.planning.plan;

/**
 * Picture sizes from one to another: every width with every height that are multiples of a step.
 *
 * @param from the smallest; both sides are multiples of the step
 * @param to the largest; both sides are multiples of the step and no smaller than those of {@code from}
 * @param step between two widths and between two heights, in pixels, a multiple of 8
 */
public record ResolutionRange(Resolution from, Resolution to, int step) {

    public static final int DEFAULT_STEP = 64;

    /** @param node a mapping in which {@code from} and {@code to} are sizes */
    static ResolutionRange of(PlanNode node) {
        return new ResolutionRange(
                Resolution.parse(node.at("from").said()),
                Resolution.parse(node.at("to").said()),
                node.at("step").number().orElse(DEFAULT_STEP));
    }

    /** Whether a size is one of them. */
    public boolean contains(Resolution size) {
        return contains(size.width(), from.width(), to.width()) && contains(size.height(), from.height(), to.height());
    }

    private boolean contains(int side, int first, int last) {
        return side >= first && side <= last && side % step == 0;
    }

    /** The one in the middle, rounded up. */
    public Resolution middle() {
        return new Resolution(middle(from.width(), to.width()), middle(from.height(), to.height()));
    }

    private int middle(int first, int last) {
        int steps = (last - first) / step;
        return first + (steps + 1) / 2 * step;
    }

    /** How many sizes there are. */
    public int count() {
        return ((to.width() - from.width()) / step + 1) * ((to.height() - from.height()) / step + 1);
    }

    @Override
    public String toString() {
        return from + " to " + to + " in steps of " + step;
    }
}
