package dev.diffract.builder.planning.plan;

import java.util.List;
import java.util.Optional;

/** Picture sizes, one by one and as a range. */
final class ResolutionRules {

    private static final int MAX_SIDE = 4096;
    private static final int SIDE_STEP = 8;

    private final List<Finding> findings;

    ResolutionRules(List<Finding> findings) {
        this.findings = findings;
    }

    /** @param resolutions a list of sizes, or a range */
    void check(PlanNode resolutions) {
        resolutions.items().forEach(this::size);
        resolutions.at("tuned").items().forEach(this::size);
        Optional<Resolution> from = size(resolutions.at("from"));
        Optional<Resolution> to = size(resolutions.at("to"));
        if (from.isPresent() && to.isPresent() && !resolutions.at("step").refused()) {
            range(resolutions, ResolutionRange.of(resolutions));
        }
    }

    private void range(PlanNode node, ResolutionRange range) {
        boolean starts = onGrid(node.at("from"), range.from(), range.step());
        boolean ends = onGrid(node.at("to"), range.to(), range.step());
        if (range.to().width() < range.from().width()
                || range.to().height() < range.from().height()) {
            add(
                    node.at("to"),
                    range.to() + " does not follow " + range.from()
                            + ": expected a width and a height that are no smaller");
        } else if (starts && ends) {
            node.at("tuned").items().stream()
                    .filter(PlanNode::present)
                    .filter(tuned -> !range.contains(Resolution.parse(tuned.said())))
                    .forEach(tuned -> add(
                            tuned, tuned.said() + " is not among the sizes of the range: expected one of " + range));
        }
    }

    private boolean onGrid(PlanNode node, Resolution size, int step) {
        boolean fits = size.width() % step == 0 && size.height() % step == 0;
        if (!fits) {
            add(
                    node,
                    size + " is not on the grid of the range: expected both sides to be multiples of its step, " + step
                            + ", such as " + new Resolution(rounded(size.width(), step), rounded(size.height(), step)));
        }
        return fits;
    }

    /** The size of a node, if it is one that can be drawn. */
    private Optional<Resolution> size(PlanNode node) {
        Optional<Resolution> said = node.text().map(Resolution::parse);
        if (said.isEmpty()) {
            return said;
        }
        Resolution size = said.get();
        if (size.width() % SIDE_STEP != 0 || size.height() % SIDE_STEP != 0) {
            add(
                    node,
                    size + " cannot be drawn: both sides must be multiples of " + SIDE_STEP + ", such as "
                            + new Resolution(rounded(size.width(), SIDE_STEP), rounded(size.height(), SIDE_STEP)));
            return Optional.empty();
        }
        if (size.width() > MAX_SIDE || size.height() > MAX_SIDE) {
            add(node, size + " is too large: both sides must be at most " + MAX_SIDE);
            return Optional.empty();
        }
        return said;
    }

    private static int rounded(int side, int step) {
        return Math.max(step, Math.min(MAX_SIDE / step * step, Math.round((float) side / step) * step));
    }

    private void add(PlanNode node, String sentence) {
        findings.add(Finding.at(node.location(), sentence));
    }
}
