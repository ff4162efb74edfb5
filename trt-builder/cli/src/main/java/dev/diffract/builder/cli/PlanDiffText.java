package dev.diffract.builder.cli;

import dev.diffract.builder.nvidia.nvml.ComputeInstance;
import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuProcess;
import dev.diffract.builder.nvidia.nvml.MigDevice;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.live.CardDiff;
import dev.diffract.builder.planning.live.ComputeGap;
import dev.diffract.builder.planning.live.DeviceTally;
import dev.diffract.builder.planning.live.PlanDiff;
import dev.diffract.builder.planning.live.Step;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What a plan would change on a machine, for people. */
final class PlanDiffText {

    private static final String GIVE_PLACES = "give the output of 'nvidia-smi mig -lgi' with --lgi";

    private final PrintWriter out;
    private final boolean steps;

    /** @param steps whether to say what becomes of each instance, and how */
    PlanDiffText(PrintWriter out, boolean steps) {
        this.out = out;
        this.steps = steps;
    }

    void print(PlanDiff diff) {
        diff.cards().forEach(this::card);
        diff.others().forEach(gpu -> out.println(gpu + " is not cut by the plan and is left alone"));
        out.println(verdict(diff.cards()));
        out.flush();
    }

    private String verdict(List<CardDiff> cards) {
        if (cards.stream().allMatch(PlanDiffText::done)) {
            return "everything is cut as planned";
        }
        if (cards.stream()
                .allMatch(diff ->
                        diff.placesKnown() ? diff.nothingToDo() : diff.tally().complete())) {
            return cards.stream().allMatch(CardDiff::placesKnown)
                    ? "every instance is as planned; whether each has a compute instance of all its SMs is not known: give the output of"
                            + " 'nvidia-smi -L' with --list, or of 'nvidia-smi mig -lci' with --lci"
                    : "every slice is there by its profile; where instances start is not known: " + GIVE_PLACES;
        }
        if (!cards.stream().allMatch(CardDiff::placesKnown)) {
            return "what to change is not known without the places of instances: " + GIVE_PLACES;
        }
        if (cards.stream().flatMap(diff -> diff.gaps().stream()).anyMatch(gap -> !gap.certain())) {
            return "which instances lack a compute instance is not known: give the output of 'nvidia-smi mig -lci' with --lci";
        }
        return steps ? "run the commands as root, in this order" : "'--diff' prints the commands";
    }

    private static boolean done(CardDiff diff) {
        return diff.nothingToDo() && diff.computeKnown();
    }

    private void card(CardDiff diff) {
        Card card = diff.card();
        out.println(card.name() + " is " + diff.gpu() + ", " + card.model() + ", MIG "
                + mode(diff.gpu().mig()));
        if (!diff.placesKnown()) {
            tally(diff);
            return;
        }
        if (steps) {
            changes(diff);
        } else {
            out.println("  there:   "
                    + orNothing(diff.gpu().instances().stream()
                            .map(instance -> name(diff, instance))
                            .toList()));
            out.println("  planned: "
                    + orNothing(card.layout().placements().stream()
                            .map(Placement::toString)
                            .toList()));
        }
        out.println("  " + diff.kept().size() + " to keep, " + diff.destroyed().size() + " to destroy, "
                + diff.created().size() + " to create" + (done(diff) ? ": as planned" : ""));
        diff.gaps().forEach(gap -> out.println("  " + gap(diff, gap)));
        programs(diff);
        if (steps) {
            for (Step step : Step.of(diff)) {
                out.println("  " + step.what() + ":");
                step.commands().forEach(command -> out.println("    " + command));
            }
        }
        out.println();
    }

    private void tally(CardDiff diff) {
        DeviceTally tally = diff.tally();
        out.println("  there:   "
                + orNothing(
                        diff.gpu().devices().stream().map(MigDevice::profile).toList())
                + " (at places that are not known)");
        out.println("  planned: "
                + orNothing(diff.card().slices().stream()
                        .map(slice -> slice.placement().profile().name())
                        .toList()));
        out.println("  " + tally.found().size() + " there by profile, "
                + tally.missing().size() + " missing"
                + (tally.others().isEmpty()
                        ? ""
                        : "; not planned: "
                                + tally.others().stream()
                                        .map(MigDevice::profile)
                                        .collect(Collectors.joining(" "))));
        out.println();
    }

    private static String gap(CardDiff diff, ComputeGap gap) {
        String ids = gap.instances().stream()
                .map(instance -> instance.id() + " (" + name(diff, instance) + ")")
                .collect(Collectors.joining(", "));
        String parts = gap.parts().isEmpty()
                ? ""
                : "; there is "
                        + gap.parts().stream().map(ComputeInstance::profile).collect(Collectors.joining(", "));
        return (gap.certain() ? "" : gap.lacking() + " of ")
                + (gap.instances().size() == 1 ? "GPU instance " : "GPU instances ") + ids
                + (gap.lacking() == 1 ? " lacks" : " lack") + " a compute instance of all its SMs" + parts;
    }

    private void changes(CardDiff diff) {
        diff.kept().forEach((number, instance) -> line("keep", diff, instance, slice(diff, number)));
        diff.destroyed().forEach(instance -> line("destroy", diff, instance, ""));
        diff.created().stream()
                .sorted(Comparator.comparingInt(slice -> slice.placement().start()))
                .forEach(slice -> out.println("  %-8s %-18s %s"
                        .formatted(
                                "create",
                                slice.placement(),
                                slice.name() + " for " + slice.spec().model())));
    }

    private void line(String verb, CardDiff diff, GpuInstance instance, String slice) {
        String programs = diff.programs(instance)
                .filter(running -> !running.isEmpty())
                .map(running -> ", " + processes(running))
                .orElse("");
        out.println("  %-8s %-18s %s"
                .formatted(
                        verb,
                        name(diff, instance),
                        (slice.isEmpty() ? "" : slice + ", ") + "GPU instance " + instance.id() + programs));
    }

    private static String slice(CardDiff diff, int number) {
        CardSlice slice = diff.card().slices().stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst()
                .orElseThrow();
        return slice.name() + " for " + slice.spec().model();
    }

    private void programs(CardDiff diff) {
        boolean touches = !diff.destroyed().isEmpty() || !diff.cleared().isEmpty() || diff.switchesMigOn();
        if (!touches) {
            out.println("  no running program is touched");
        } else if (diff.disturbed().isEmpty()) {
            out.println(
                    "  whether programs run there is not known: 'nvidia-smi' on the machine lists them; they have to end first");
        } else if (diff.disturbed().get().isEmpty()) {
            out.println("  no running program is touched");
        } else {
            out.println("  touches " + processes(diff.disturbed().get())
                    + ": end them first, the driver refuses otherwise");
        }
    }

    private static String processes(List<GpuProcess> processes) {
        return (processes.size() == 1 ? "process " : "processes ")
                + processes.stream()
                        .map(process -> String.valueOf(process.pid()))
                        .collect(Collectors.joining(", "));
    }

    private static String name(CardDiff diff, GpuInstance instance) {
        return diff.card()
                        .model()
                        .profile(instance.profileId())
                        .map(MigProfile::name)
                        .orElse("profile " + instance.profileId())
                + "@" + instance.start();
    }

    private static String orNothing(List<String> names) {
        return names.isEmpty() ? "nothing" : String.join(" ", names);
    }

    private static String mode(MigMode mode) {
        return switch (mode) {
            case ON -> "on";
            case OFF -> "off";
            case PENDING -> "on after the next reboot or reset";
            case UNSUPPORTED -> "missing";
            case UNKNOWN -> "on or off (the output of 'nvidia-smi mig -lgip' with --lgip tells)";
        };
    }
}
