package dev.diffract.builder.cli;

import dev.diffract.builder.nvidia.nvml.GpuInstance;
import dev.diffract.builder.nvidia.nvml.GpuProcess;
import dev.diffract.builder.nvidia.nvml.MigMode;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.live.CardDiff;
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
        boolean done = diff.cards().stream().allMatch(CardDiff::nothingToDo);
        out.println(
                done
                        ? "everything is cut as planned"
                        : steps ? "run the commands as root, in this order" : "'--diff' prints the commands");
        out.flush();
    }

    private void card(CardDiff diff) {
        Card card = diff.card();
        out.println(card.name() + " is " + diff.gpu() + ", " + card.model() + ", MIG "
                + mode(diff.gpu().mig()));
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
                + diff.created().size() + " to create" + (diff.nothingToDo() ? ": as planned" : ""));
        programs(diff);
        if (steps) {
            for (Step step : Step.of(diff)) {
                out.println("  " + step.what() + ":");
                step.commands().forEach(command -> out.println("    " + command));
            }
        }
        out.println();
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
        boolean touches = !diff.destroyed().isEmpty() || diff.switchesMigOn();
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
        };
    }
}
