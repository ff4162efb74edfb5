package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Every legal layout of a card.
 *
 * <p>The axis is walked from its first unit to its last; at each unit either nothing starts, or one instance that may start there does.
 * So each layout appears exactly once, and none is missing. Cards have a few thousand at most (2318 with an axis of 8 units).
 */
final class LayoutSpace {

    private final GpuModel gpu;
    private final Collection<MigProfile> profiles;
    private final List<Layout> found = new ArrayList<>();

    private LayoutSpace(GpuModel gpu, Collection<MigProfile> profiles) {
        this.gpu = gpu;
        this.profiles = profiles;
    }

    /** All layouts of the profiles with at least one instance. */
    static List<Layout> of(GpuModel gpu, Collection<MigProfile> profiles) {
        LayoutSpace space = new LayoutSpace(gpu, profiles);
        space.extend(0, new ArrayList<>());
        return List.copyOf(space.found);
    }

    private void extend(int unit, List<Placement> before) {
        if (unit >= gpu.axis()) {
            if (!before.isEmpty()) {
                found.add(new Layout(gpu, before));
            }
            return;
        }
        extend(unit + 1, before);
        for (MigProfile profile : profiles) {
            if (profile.starts().contains(unit)) {
                Placement next = new Placement(profile, unit);
                if (LayoutRules.objection(gpu, before, next).isEmpty()) {
                    before.add(next);
                    extend(next.end(), before);
                    before.remove(before.size() - 1);
                }
            }
        }
    }
}
