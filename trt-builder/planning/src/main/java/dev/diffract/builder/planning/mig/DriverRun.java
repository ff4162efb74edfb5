package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the driver does when it is given profiles one after the other and no starts, as by {@code nvidia-smi mig -cgi 19,14,9}. It takes
 * the first free start of its own order and never moves an instance, so it may run into a dead end that other starts avoid.
 *
 * @param placed the instances it makes, in the order of making
 * @param refused the profile for which no start is left; empty if all could be made
 * @param predicted whether the driver's order is known; if not, this is one of the ways it could go, a dead end if there is any
 */
public record DriverRun(List<Placement> placed, Optional<MigProfile> refused, boolean predicted) {

    public DriverRun {
        placed = List.copyOf(placed);
    }

    /** @param profiles in the order in which the driver is given them */
    public static DriverRun of(GpuModel gpu, List<MigProfile> profiles) {
        boolean known =
                profiles.stream().noneMatch(profile -> profile.driverOrder().isEmpty());
        DriverRun first = null;
        for (DriverRun run : runs(gpu, profiles, known)) {
            if (run.refused().isPresent()) {
                return run;
            }
            first = first == null ? run : first;
        }
        return first;
    }

    private static List<DriverRun> runs(GpuModel gpu, List<MigProfile> profiles, boolean known) {
        List<DriverRun> runs = new ArrayList<>();
        follow(gpu, profiles, known, new ArrayList<>(), runs);
        return runs;
    }

    private static void follow(
            GpuModel gpu, List<MigProfile> profiles, boolean known, List<Placement> placed, List<DriverRun> runs) {
        if (placed.size() == profiles.size()) {
            runs.add(new DriverRun(placed, Optional.empty(), known));
            return;
        }
        MigProfile next = profiles.get(placed.size());
        boolean refused = true;
        for (int start : known ? next.driverOrder() : next.starts()) {
            Placement placement = new Placement(next, start);
            if (LayoutRules.objection(gpu, placed, placement).isEmpty()) {
                refused = false;
                placed.add(placement);
                follow(gpu, profiles, known, placed, runs);
                placed.remove(placed.size() - 1);
                if (known) {
                    break;
                }
            }
        }
        if (refused) {
            runs.add(new DriverRun(placed, Optional.of(next), known));
        }
    }
}
