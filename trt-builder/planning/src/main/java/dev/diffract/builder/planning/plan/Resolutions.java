package dev.diffract.builder.planning.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The picture sizes that a model is planned for.
 *
 * @param tuned sizes for which engines are tuned one by one, all different; at least one, unless there is a range
 * @param range sizes that are drawn as well, and for which engines are tuned all together; every tuned one is among them
 */
public record Resolutions(List<Resolution> tuned, Optional<ResolutionRange> range) {

    /**
     * @throws IllegalArgumentException if there is no size at all
     */
    public Resolutions {
        tuned = List.copyOf(tuned);
        if (tuned.isEmpty() && range.isEmpty()) {
            throw new IllegalArgumentException("no picture size: expected one or more");
        }
    }

    /** Single sizes. */
    public static Resolutions of(List<Resolution> sizes) {
        return new Resolutions(sizes, Optional.empty());
    }

    /** @param node a list of sizes, or a mapping of a range; one of a single size is that size */
    static Resolutions of(PlanNode node) {
        if (!node.at("from").present()) {
            return of(sizes(node));
        }
        ResolutionRange range = ResolutionRange.of(node);
        return range.count() == 1
                ? of(List.of(range.to()))
                : new Resolutions(sizes(node.at("tuned")), Optional.of(range));
    }

    static List<Resolution> sizes(PlanNode list) {
        return list.items().stream()
                .filter(PlanNode::present)
                .map(size -> Resolution.parse(size.said()))
                .toList();
    }

    public boolean contains(Resolution size) {
        return tuned.contains(size)
                || range.filter(sizes -> sizes.contains(size)).isPresent();
    }

    /** The one size there is; empty if there are several. */
    public Optional<Resolution> only() {
        return range.isEmpty() && tuned.size() == 1 ? Optional.of(tuned.get(0)) : Optional.empty();
    }

    /** The largest size of each shape profile: the tuned ones, and the range's last. */
    public List<Resolution> largest() {
        List<Resolution> sizes = new ArrayList<>(tuned);
        range.ifPresent(wide -> sizes.add(wide.to()));
        return List.copyOf(sizes);
    }

    /** {@code 512x512, 768x512}, or {@code 256x256 to 1024x1024 in steps of 64}. */
    public String text() {
        return range.map(ResolutionRange::toString)
                .orElseGet(() -> String.join(
                        ", ", tuned.stream().map(Resolution::toString).toList()));
    }

    /** {@code [512x512, 768x512]}, as a list prints; what repositories are made from is told apart by it. */
    @Override
    public String toString() {
        return Stream.concat(
                        tuned.stream().map(Resolution::toString), range.stream().map(ResolutionRange::toString))
                .toList()
                .toString();
    }
}
