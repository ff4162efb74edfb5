package dev.diffract.builder.cli;

import dev.diffract.builder.build.choose.Assessment;
import dev.diffract.builder.build.choose.Choice;
import dev.diffract.builder.build.choose.SliceFigures;
import dev.diffract.builder.planning.mig.LayoutSolver;
import dev.diffract.builder.planning.plan.Goal;
import dev.diffract.builder.planning.plan.GpuSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A choice of profiles for people. */
final class ChoiceText {

    private static final double GIB = 1L << 30;

    private final PrintWriter out;

    private ChoiceText(PrintWriter out) {
        this.out = out;
    }

    static void print(List<Choice> choices, List<String> notes, PrintWriter out) {
        ChoiceText text = new ChoiceText(out);
        choices.forEach(text::choice);
        notes.forEach(note -> out.println("note: " + note));
    }

    private void choice(Choice choice) {
        GpuSpec gpu = choice.gpu();
        Goal goal = gpu.goal().orElseThrow();
        out.printf(
                Locale.ROOT,
                "%s: %s%s, model %s, %d steps, latency at most %s%n",
                gpu.name(),
                gpu.count() == 1 ? "" : gpu.count() + " x ",
                gpu.model().orElseThrow(),
                goal.model(),
                goal.steps(),
                time(goal.latency().toNanos() / 1e6));
        if (choice instanceof Choice.Cut cut) {
            cut(cut);
        } else if (choice instanceof Choice.Shared shared) {
            shared(shared);
        }
        out.printf(
                Locale.ROOT,
                "  %.0f pictures per hour, one after the other in each place%n%n",
                choice.picturesPerHour());
    }

    private void cut(Choice.Cut cut) {
        for (Assessment assessment : cut.assessments()) {
            out.println("  " + assessment.profile() + " "
                    + assessment.refusal().orElseGet(() -> done(assessment.figures())));
        }
        out.println("  chosen: " + cut.layout());
        LayoutDrawing.of(cut.layout(), new LayoutSolver(cut.layout().gpu()).room(cut.layout()))
                .forEach(line -> out.println("  " + line));
    }

    private void shared(Choice.Shared shared) {
        out.println("  has no MIG, so servers share it: memory is limited by MPS, faults and speed are not kept apart");
        out.printf(
                Locale.ROOT,
                "  chosen: %d %s under MPS (time-slicing where MPS cannot run), %s for each%n",
                shared.servers(),
                shared.servers() == 1 ? "server" : "servers",
                gib(shared.figures().memory().slice()));
        out.println("  each " + done(shared.figures())
                + (shared.servers() == 1 ? "" : " alone, and " + time(shared.busyPictureMillis()) + " while all draw"));
    }

    private static String done(SliceFigures figures) {
        return String.format(
                Locale.ROOT,
                "does: %s of %s used (%s), a picture of %s in %s (%s)",
                gib(figures.memory().needed()),
                gib(figures.memory().slice()),
                memory(figures),
                figures.times().hardest(),
                time(figures.pictureMillis()),
                figures.times().measured() ? "measured" : "estimated");
    }

    private static String memory(SliceFigures figures) {
        if (figures.hoped()) {
            return "by estimate and if TensorRT fuses attention; 'plan build' decides";
        }
        return figures.memory().measured() ? "measured" : "by estimate; 'plan build' decides";
    }

    private static String gib(double bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / GIB);
    }

    private static String time(double millis) {
        return String.format(Locale.ROOT, millis < 1000 ? "%.0f ms" : "%.2f s", millis < 1000 ? millis : millis / 1000);
    }
}
