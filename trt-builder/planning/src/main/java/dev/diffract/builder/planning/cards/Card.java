package dev.diffract.builder.planning.cards;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Wish;
import dev.diffract.builder.planning.plan.GpuSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One card of a plan; an entry with a count gives several.
 *
 * @param number counts over all cards of the plan, from 0
 * @param spec the entry it comes from
 * @param copy counts within the entry, from 0
 * @param model what it is
 * @param slices in the plan's order; empty for an entry with a goal
 */
public record Card(int number, GpuSpec spec, int copy, GpuModel model, List<CardSlice> slices) {

    public Card {
        slices = List.copyOf(slices);
    }

    /** Its entry's name; with its place in the entry, if there are several. */
    public String name() {
        return spec.count() == 1 ? spec.name() : spec.name() + "/" + copy;
    }

    public Layout layout() {
        return new Layout(model, slices.stream().map(CardSlice::placement).toList());
    }

    /** What its slices ask for. */
    public List<Wish> wishes() {
        return slices.stream()
                .map(slice -> new Wish(slice.placement().profile(), slice.spec().start()))
                .toList();
    }

    /** The same card with its slices elsewhere. Starts that the plan fixes stay; the others are given out in the plan's order. */
    public Card at(Layout layout) {
        List<Placement> left = new ArrayList<>(layout.placements());
        slices.stream()
                .filter(slice -> slice.spec().start().isPresent())
                .forEach(slice -> left.remove(slice.placement()));
        List<CardSlice> moved = new ArrayList<>();
        for (CardSlice slice : slices) {
            if (slice.spec().start().isPresent()) {
                moved.add(slice);
            } else {
                Placement next = left.stream()
                        .filter(placement ->
                                placement.profile().equals(slice.placement().profile()))
                        .findFirst()
                        .orElseThrow();
                left.remove(next);
                moved.add(new CardSlice(slice.number(), slice.spec(), next));
            }
        }
        return new Card(number, spec, copy, model, moved);
    }
}
