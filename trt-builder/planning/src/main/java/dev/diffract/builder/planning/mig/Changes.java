package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What would have to change in wishes to become a layout. */
final class Changes {

    private record Change(Wish wish, Placement placement) {
        boolean leavesOut() {
            return placement == null;
        }

        boolean replaces() {
            return placement != null && !placement.profile().equals(wish.profile());
        }

        /** How much of a figure the wish keeps: less if it becomes a smaller profile, no more if it becomes a larger one. */
        int kept(ToIntFunction<MigProfile> figure) {
            return leavesOut()
                    ? 0
                    : Math.min(figure.applyAsInt(wish.profile()), figure.applyAsInt(placement.profile()));
        }

        /** Of a wish that is not left out. */
        String sentence() {
            return replaces() ? "one " + wish + " becomes " + placement : wish + " moves to start " + placement.start();
        }
    }

    private static final Comparator<MigProfile> LARGEST_FIRST = Comparator.comparingInt(MigProfile::memoryUnits)
            .thenComparingInt(MigProfile::sms)
            .reversed();

    /** The order that {@link Alternative} describes, except for its last line. */
    static final Comparator<Changes> NEAREST_FIRST = Comparator.comparingInt(Changes::count)
            .thenComparingInt(Changes::leftOut)
            .thenComparingInt(Changes::replaced)
            .thenComparingInt(changes -> changes.strangeAttributes)
            .thenComparingInt(changes -> -changes.kept(MigProfile::memoryUnits))
            .thenComparingInt(changes -> -changes.kept(MigProfile::sms))
            .thenComparingInt(changes -> changes.layout.units())
            .thenComparingInt(changes -> changes.layout.sms());

    private final Layout layout;
    private final List<Change> changes = new ArrayList<>();
    private final int strangeAttributes;

    Changes(List<Wish> wishes, Layout layout) {
        this.layout = layout;
        List<Placement> rest = new ArrayList<>(layout.placements());
        List<Wish> unmet = Wishes.unmet(wishes, rest);
        unmet.sort(Comparator.comparing(Wish::profile, LARGEST_FIRST));
        rest.sort(Comparator.comparing(Placement::profile, LARGEST_FIRST));
        for (Wish moved : List.copyOf(unmet)) {
            rest.stream()
                    .filter(placement -> placement.profile().equals(moved.profile()))
                    .findFirst()
                    .ifPresent(placement -> {
                        changes.add(new Change(moved, placement));
                        unmet.remove(moved);
                        rest.remove(placement);
                    });
        }
        for (int i = 0; i < unmet.size(); i++) {
            changes.add(new Change(unmet.get(i), i < rest.size() ? rest.get(i) : null));
        }
        this.strangeAttributes = strangeAttributes(wishes, layout);
    }

    private static int strangeAttributes(List<Wish> wishes, Layout layout) {
        Set<ProfileAttribute> asked = EnumSet.noneOf(ProfileAttribute.class);
        wishes.forEach(wish -> asked.addAll(wish.profile().attributes()));
        return (int) layout.placements().stream()
                .filter(placement -> !asked.containsAll(placement.profile().attributes()))
                .count();
    }

    Layout layout() {
        return layout;
    }

    /** One sentence for each wish that becomes something else, and one for all equal wishes that are left out. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Map<Wish, Integer> leftOut = new LinkedHashMap<>();
        for (Change change : changes) {
            if (change.leavesOut()) {
                leftOut.merge(change.wish(), 1, Integer::sum);
            } else {
                sentences.add(change.sentence());
            }
        }
        leftOut.forEach((wish, count) ->
                sentences.add(count == 1 ? "one " + wish + " is left out" : count + " x " + wish + " are left out"));
        return sentences;
    }

    int count() {
        return changes.size();
    }

    private int leftOut() {
        return (int) changes.stream().filter(Change::leavesOut).count();
    }

    private int replaced() {
        return (int) changes.stream().filter(Change::replaces).count();
    }

    private int kept(ToIntFunction<MigProfile> figure) {
        return changes.stream().mapToInt(change -> change.kept(figure)).sum();
    }
}
