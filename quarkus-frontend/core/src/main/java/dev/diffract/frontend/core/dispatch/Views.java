package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Roster;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How all instances were seen last. With every decision few of them change: only these are looked at anew. Not thread-safe; its book guards it.
 */
final class Views {

    private final BiFunction<InstanceSnapshot, Instant, Seen> look;
    private List<InstanceSnapshot> snapshots = List.of();
    private Roster roster = new Roster(snapshots);
    private InstanceView[] views = {};
    private List<InstanceView> all = List.of();
    private Instant[] until = {};
    private Instant last = Instant.MAX;

    /** Places of those that something happened to. */
    private final BitSet changed = new BitSet();

    /** Places of those that look different after a time although nothing happens. */
    private final BitSet passing = new BitSet();

    /**
     * An instance at one moment.
     *
     * @param until when it looks different although nothing happens; the past if it does from now on, {@link Instant#MAX} for never
     */
    record Seen(InstanceView view, Instant until) {}

    /** @param look at an instance */
    Views(BiFunction<InstanceSnapshot, Instant, Seen> look) {
        this.look = look;
    }

    /** Something happened to an instance. */
    void changed(TritonInstance instance) {
        int place = roster.place(instance);
        if (place >= 0) {
            changed.set(place);
        }
    }

    /** Who does what, by the snapshots of the latest look. */
    Roster roster() {
        return roster;
    }

    /** All instances as they are now. */
    @SuppressWarnings("ReferenceEquality") // the fleet makes a new list whenever something changes
    List<InstanceView> all(List<InstanceSnapshot> latest, Instant now) {
        if (latest != snapshots) {
            roster = new Roster(latest);
            if (latest.size() != snapshots.size()) {
                views = new InstanceView[latest.size()];
                until = new Instant[latest.size()];
                passing.clear();
                changed.clear();
            }
            for (int place = 0; place < views.length; place++) {
                changed.set(
                        place,
                        changed.get(place) || views[place] == null || views[place].snapshot() != latest.get(place));
            }
            snapshots = latest;
        }
        if (now.isBefore(last)) { // the clock was set back
            changed.set(0, latest.size());
        }
        passing.stream().filter(place -> !now.isBefore(until[place])).forEach(changed::set);
        last = now;
        if (!changed.isEmpty() || all.size() != views.length) {
            changed.stream().forEach(place -> look(place, now));
            changed.clear();
            all = List.of(views);
        }
        return all;
    }

    private void look(int place, Instant now) {
        Seen seen = look.apply(snapshots.get(place), now);
        views[place] = seen.view();
        until[place] = seen.until();
        passing.set(place, !seen.until().equals(Instant.MAX));
    }
}
