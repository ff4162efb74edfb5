package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides exactly which instances fit on a GPU, and where.
 *
 * <p>It holds every legal layout of the card, so an answer is found by looking, and "impossible" means that none of them will do.
 */
public final class LayoutSolver {

    private static final Comparator<List<Integer>> LEXICOGRAPHIC =
            (left, right) -> Arrays.compare(left.toArray(Integer[]::new), right.toArray(Integer[]::new));

    private final GpuModel gpu;
    private final List<Layout> layouts;

    /** @throws IllegalArgumentException if the card has no MIG */
    public LayoutSolver(GpuModel gpu) {
        this(gpu, gpu.profiles());
    }

    /** A solver that knows only some of the card's profiles. */
    LayoutSolver(GpuModel gpu, Collection<MigProfile> profiles) {
        if (!gpu.mig()) {
            throw new IllegalArgumentException(gpu + " has no MIG");
        }
        this.gpu = gpu;
        this.layouts = LayoutSpace.of(gpu, profiles);
    }

    /** Every legal layout with at least one instance. */
    public List<Layout> layouts() {
        return layouts;
    }

    /** Every layout that meets the wishes and has nothing else. */
    public List<Layout> layouts(List<Wish> wishes) {
        return layouts.stream().filter(layout -> Wishes.met(wishes, layout)).toList();
    }

    /** What a legal layout leaves over. */
    public Room room(Layout layout) {
        List<Layout> extensions = layouts.stream()
                .filter(other -> other.placements().size() > layout.placements().size()
                        && other.placements().containsAll(layout.placements()))
                .toList();
        return Room.of(layout, extensions);
    }

    /**
     * Meets the wishes, or says why that cannot be and what is nearest.
     *
     * <p>Of several layouts the one that strands the fewest memory units is taken, then the fewest SMs, then the one whose larger instances
     * start lowest.
     *
     * @param wishes at least one
     */
    public Verdict solve(List<Wish> wishes) {
        Optional<Layout> best = preferred(layouts(wishes));
        if (best.isPresent()) {
            return new Verdict.Legal(best.get());
        }
        return new Verdict.Illegal(Conflict.explain(gpu, smallestConflict(wishes)), nearest(wishes));
    }

    /** Wishes of which none can be left out without the rest becoming possible. */
    private List<Wish> smallestConflict(List<Wish> wishes) {
        List<Wish> conflict = new ArrayList<>(wishes);
        for (Wish wish : wishes) {
            List<Wish> rest = new ArrayList<>(conflict);
            rest.remove(wish);
            if (!rest.isEmpty() && layouts.stream().noneMatch(layout -> Wishes.met(rest, layout))) {
                conflict = rest;
            }
        }
        return conflict;
    }

    private Optional<Alternative> nearest(List<Wish> wishes) {
        List<Changes> candidates = layouts.stream()
                .filter(layout -> layout.placements().size() <= wishes.size())
                .map(layout -> new Changes(wishes, layout))
                .toList();
        return candidates.stream().min(Changes.NEAREST_FIRST).map(best -> {
            List<Layout> equal = candidates.stream()
                    .filter(other -> Changes.NEAREST_FIRST.compare(other, best) == 0)
                    .map(Changes::layout)
                    .toList();
            Layout nearest = preferred(equal).orElseThrow();
            return new Alternative(nearest, best.count(), new Changes(wishes, nearest).sentences());
        });
    }

    private Optional<Layout> preferred(List<Layout> candidates) {
        record Rated(Layout layout, Room room) {}
        return candidates.stream()
                .map(layout -> new Rated(layout, room(layout)))
                .min(Comparator.comparingInt(
                                (Rated rated) -> rated.room().strandedUnits().size())
                        .thenComparingInt(rated -> rated.room().strandedSms())
                        .thenComparing(rated -> rated.layout().startsOfLargestFirst(), LEXICOGRAPHIC))
                .map(Rated::layout);
    }
}
