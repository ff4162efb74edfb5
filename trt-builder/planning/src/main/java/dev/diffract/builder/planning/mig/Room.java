package dev.diffract.builder.planning.mig;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a layout leaves over.
 *
 * @param freeUnits memory units that no instance occupies
 * @param strandedUnits those of them that no further instance could occupy
 * @param freeSms SMs that no instance has, of those that the card has with MIG on
 * @param strandedSms those of them that no choice of further instances could have
 * @param further what could be added to use as many SMs as can be, then as much memory, then in the
 *     fewest instances; empty if nothing can be added
 */
public record Room(
        List<Integer> freeUnits, List<Integer> strandedUnits, int freeSms, int strandedSms, List<Placement> further) {

    public Room {
        freeUnits = List.copyOf(freeUnits);
        strandedUnits = List.copyOf(strandedUnits);
        further = List.copyOf(further);
    }

    static Room of(Layout layout, List<Layout> extensions) {
        GpuModel gpu = layout.gpu();
        Optional<Layout> fullest = extensions.stream()
                .max(Comparator.comparingInt(Layout::sms)
                        .thenComparingInt(Layout::units)
                        .thenComparingInt(extension -> -extension.placements().size()));
        List<Integer> stranded = layout.freeUnits().stream()
                .filter(unit ->
                        extensions.stream().allMatch(other -> other.freeUnits().contains(unit)))
                .toList();
        int most = IntStream.concat(
                        IntStream.of(layout.sms()), extensions.stream().mapToInt(Layout::sms))
                .max()
                .orElseThrow();
        return new Room(
                layout.freeUnits(),
                stranded,
                gpu.whole().sms() - layout.sms(),
                gpu.whole().sms() - most,
                fullest.map(Layout::placements).orElse(List.of()).stream()
                        .filter(placement -> !layout.placements().contains(placement))
                        .toList());
    }
}
