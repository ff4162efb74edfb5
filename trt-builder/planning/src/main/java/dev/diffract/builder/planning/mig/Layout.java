package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A legal set of instances on one GPU.
 *
 * @param gpu the card
 * @param placements the instances, by start
 */
public record Layout(GpuModel gpu, List<Placement> placements) {

    /** @throws IllegalArgumentException if the driver would refuse such a layout; the message says why */
    public Layout {
        placements = placements.stream()
                .sorted(Comparator.comparingInt(Placement::start))
                .toList();
        List<Placement> before = new ArrayList<>();
        for (Placement placement : placements) {
            Optional<String> objection = LayoutRules.objection(gpu, before, placement);
            if (objection.isPresent()) {
                throw new IllegalArgumentException(objection.get());
            }
            before.add(placement);
        }
    }

    /** Memory units that no instance occupies, ascending. */
    public List<Integer> freeUnits() {
        List<Integer> free = new ArrayList<>();
        for (int unit = 0; unit < gpu.axis(); unit++) {
            int here = unit;
            if (placements.stream().noneMatch(placement -> placement.start() <= here && here < placement.end())) {
                free.add(unit);
            }
        }
        return List.copyOf(free);
    }

    /** Streaming multiprocessors of all instances. */
    public int sms() {
        return placements.stream()
                .mapToInt(placement -> placement.profile().sms())
                .sum();
    }

    /** Memory units of all instances. */
    public int units() {
        return placements.stream()
                .mapToInt(placement -> placement.profile().memoryUnits())
                .sum();
    }

    /** Memory that programs find in all instances together, in MiB. */
    public int usableMib() {
        return placements.stream()
                .mapToInt(placement -> placement.profile().usableMib())
                .sum();
    }

    /** Starts of the instances, those of the larger ones first. */
    List<Integer> startsOfLargestFirst() {
        return placements.stream()
                .sorted(Comparator.comparing(
                                (Placement placement) -> -placement.profile().memoryUnits())
                        .thenComparing(placement -> -placement.profile().computeSlices())
                        .thenComparing(placement -> placement.profile().name())
                        .thenComparing(Placement::start))
                .map(Placement::start)
                .toList();
    }

    @Override
    public String toString() {
        return placements.stream().map(Placement::toString).collect(Collectors.joining(" "));
    }
}
