package dev.diffract.builder.planning.live;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.mig.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of cutting a GPU anew.
 *
 * @param what it does
 * @param commands for a root shell
 */
public record Step(String what, List<String> commands) {

    public Step {
        commands = List.copyOf(commands);
    }

    /** In an order that works: instances cannot be moved, so what is in the way goes first, compute instances before theirs. */
    public static List<Step> of(CardDiff diff) {
        int gpu = diff.gpu().index();
        List<Step> steps = new ArrayList<>();
        if (diff.gpu().mig() == MigMode.PENDING) {
            steps.add(new Step(
                    "reset the GPU while no program uses it, or reboot: MIG is asked for and then switched on",
                    List.of("nvidia-smi -i " + gpu + " --gpu-reset")));
        } else if (diff.gpu().mig() == MigMode.UNKNOWN) {
            steps.add(new Step(
                    "switch MIG on, if it is off (the texts do not say; where it is on, this changes nothing)",
                    List.of("nvidia-smi -i " + gpu + " -mig 1")));
        } else if (diff.switchesMigOn()) {
            steps.add(new Step("switch MIG on", List.of("nvidia-smi -i " + gpu + " -mig 1")));
        }
        if (!diff.destroyed().isEmpty()) {
            String ids = ids(diff.destroyed());
            steps.add(new Step(
                    "destroy " + diff.destroyed().size() + " instances",
                    List.of(
                            "nvidia-smi mig -i " + gpu + " -gi " + ids + " -dci",
                            "nvidia-smi mig -i " + gpu + " -gi " + ids + " -dgi")));
        }
        if (!diff.created().isEmpty()) {
            String requests = diff.created().stream()
                    .map(CardSlice::placement)
                    .sorted(Comparator.comparingInt((Placement placement) ->
                                    -placement.profile().memoryUnits())
                            .thenComparingInt(Placement::start))
                    .map(Placement::request)
                    .collect(Collectors.joining(","));
            steps.add(new Step(
                    "create " + diff.created().size() + " instances, each with a compute instance of all its SMs",
                    List.of("nvidia-smi mig -i " + gpu + " -cgi " + requests + " -C")));
        }
        if (!diff.cleared().isEmpty()) {
            steps.add(new Step(
                    "destroy the compute instances that have a part of an instance's SMs",
                    List.of("nvidia-smi mig -i " + gpu + " -gi " + ids(diff.cleared()) + " -dci")));
        }
        if (!diff.unusable().isEmpty()) {
            steps.add(new Step(
                    "create the missing compute instances; the profile with the star is the whole instance",
                    diff.unusable().stream()
                            .map(instance -> "nvidia-smi mig -i " + gpu + " -gi " + instance.id()
                                    + " -lcip   # then -cci <id> in place of -lcip")
                            .toList()));
        }
        return steps;
    }

    private static String ids(List<GpuInstance> instances) {
        return instances.stream().map(instance -> String.valueOf(instance.id())).collect(Collectors.joining(","));
    }
}
