package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuProcess;
import dev.diffract.builder.nvidia.nvml.GpuState;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.LayoutSolver;
import dev.diffract.builder.planning.mig.Placement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What has to change on a GPU so that it is cut as planned.
 *
 * <p>Where the plan leaves starts open, those are taken that disturb least: fewest destroyed instances on which programs run, then most memory
 * that stays where it is, then most instances that stay, then the places that {@code plan check} gives.
 *
 * @param card the card, its slices where they will be
 * @param gpu the GPU that it is
 */
public record CardDiff(Card card, GpuState gpu) {

    static CardDiff of(Card planned, GpuState gpu) {
        Layout usual = planned.layout();
        Layout best = new LayoutSolver(planned.model())
                .layouts(planned.wishes()).stream()
                        .min(Comparator.comparingInt((Layout layout) -> disturbed(layout, gpu))
                                .thenComparingInt(layout -> -keptUnits(layout, gpu))
                                .thenComparingInt(layout -> -keptCount(layout, gpu))
                                .thenComparing(layout -> !layout.equals(usual))
                                .thenComparing(Layout::toString))
                        .orElse(usual);
        return new CardDiff(planned.at(best), gpu);
    }

    /** Slices that are there, with their instances. */
    public Map<Integer, GpuInstance> kept() {
        Map<Integer, GpuInstance> kept = new TreeMap<>();
        for (CardSlice slice : card.slices()) {
            instance(slice.placement()).ifPresent(instance -> kept.put(slice.number(), instance));
        }
        return kept;
    }

    /** Slices that are not there. */
    public List<CardSlice> created() {
        return card.slices().stream()
                .filter(slice -> instance(slice.placement()).isEmpty())
                .toList();
    }

    /** Instances that are there and not in the plan. */
    public List<GpuInstance> destroyed() {
        return gpu.instances().stream()
                .filter(instance -> card.slices().stream().noneMatch(slice -> is(slice.placement(), instance)))
                .toList();
    }

    /** Whether it is known where instances are. */
    public boolean placesKnown() {
        return gpu.instancesKnown();
    }

    /** What can be said without places. */
    public DeviceTally tally() {
        return DeviceTally.of(this);
    }

    /** Whether it is known which compute instances the instances have; without instances there is nothing to know. */
    public boolean computeKnown() {
        return kept().isEmpty() || ComputeGap.of(card.model(), gpu).isPresent();
    }

    /** Instances that stay and lack a compute instance with all of their SMs, so that nothing can use them as planned. */
    public List<ComputeGap> gaps() {
        return ComputeGap.of(card.model(), gpu).orElse(List.of()).stream()
                .filter(gap -> gap.instances().stream().anyMatch(kept().values()::contains))
                .toList();
    }

    /** Instances that surely are such. */
    public List<GpuInstance> unusable() {
        return gaps().stream()
                .filter(ComputeGap::certain)
                .flatMap(gap -> gap.instances().stream())
                .filter(kept().values()::contains)
                .toList();
    }

    /** Whether MIG has to be switched on first. */
    public boolean switchesMigOn() {
        return gpu.mig() != MigMode.ON;
    }

    /** Programs that have to end first; empty if it is not known what runs. */
    public Optional<List<GpuProcess>> disturbed() {
        return gpu.processes()
                .map(processes -> processes.stream()
                        .filter(process -> switchesMigOn()
                                || Stream.concat(destroyed().stream(), cleared().stream())
                                        .anyMatch(instance -> runsOn(process, instance)))
                        .toList());
    }

    /** Instances that stay and whose compute instances do not. */
    public List<GpuInstance> cleared() {
        return gaps().stream()
                .filter(gap -> gap.certain() && !gap.parts().isEmpty())
                .flatMap(gap -> gap.instances().stream())
                .filter(kept().values()::contains)
                .toList();
    }

    /** Programs on one instance; empty if it is not known what runs. */
    public Optional<List<GpuProcess>> programs(GpuInstance instance) {
        return gpu.processes()
                .map(processes -> processes.stream()
                        .filter(process -> runsOn(process, instance))
                        .toList());
    }

    public boolean nothingToDo() {
        return placesKnown() && created().isEmpty() && destroyed().isEmpty() && gaps().isEmpty() && !switchesMigOn();
    }

    private Optional<GpuInstance> instance(Placement placement) {
        return gpu.instances().stream()
                .filter(instance -> is(placement, instance))
                .findFirst();
    }

    private static boolean is(Placement placement, GpuInstance instance) {
        return placement.profile().id() == instance.profileId() && placement.start() == instance.start();
    }

    private static boolean keeps(Layout layout, GpuInstance instance) {
        return layout.placements().stream().anyMatch(placement -> is(placement, instance));
    }

    private static boolean runsOn(GpuProcess process, GpuInstance instance) {
        return process.gpuInstance().isPresent() && process.gpuInstance().getAsInt() == instance.id();
    }

    private static int disturbed(Layout layout, GpuState gpu) {
        return (int) gpu.instances().stream()
                .filter(instance -> !keeps(layout, instance))
                .filter(instance ->
                        gpu.processes().orElse(List.of()).stream().anyMatch(process -> runsOn(process, instance)))
                .count();
    }

    private static int keptUnits(Layout layout, GpuState gpu) {
        return gpu.instances().stream()
                .filter(instance -> keeps(layout, instance))
                .mapToInt(GpuInstance::size)
                .sum();
    }

    private static int keptCount(Layout layout, GpuState gpu) {
        return (int) gpu.instances().stream()
                .filter(instance -> keeps(layout, instance))
                .count();
    }
}
