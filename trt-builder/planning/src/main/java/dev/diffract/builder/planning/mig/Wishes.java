package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How wishes and layouts meet. */
final class Wishes {

    private Wishes() {}

    /** Whether a layout has what is wished, and nothing else. */
    static boolean met(List<Wish> wishes, Layout layout) {
        return wishes.size() == layout.placements().size()
                && unmet(wishes, new ArrayList<>(layout.placements())).isEmpty();
    }

    /**
     * The wishes that placements do not meet; removes from the placements the ones that meet a wish. A wish for a start is served first, so
     * that no wish that would take any start takes its place.
     */
    static List<Wish> unmet(List<Wish> wishes, List<Placement> placements) {
        List<Wish> unmet = new ArrayList<>();
        List<Wish> fixedFirst = wishes.stream()
                .sorted(Comparator.comparing(wish -> wish.start().isEmpty()))
                .toList();
        for (Wish wish : fixedFirst) {
            int taken = 0;
            while (taken < placements.size() && !meets(placements.get(taken), wish)) {
                taken++;
            }
            if (taken < placements.size()) {
                placements.remove(taken);
            } else {
                unmet.add(wish);
            }
        }
        return unmet;
    }

    private static boolean meets(Placement placement, Wish wish) {
        return placement.profile().equals(wish.profile())
                && (wish.start().isEmpty() || wish.start().getAsInt() == placement.start());
    }
}
