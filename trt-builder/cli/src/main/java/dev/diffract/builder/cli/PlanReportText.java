package dev.diffract.builder.cli;

import dev.diffract.builder.build.choose.MemoryNotes;
import dev.diffract.builder.planning.mig.Alternative;
import dev.diffract.builder.planning.mig.DriverRun;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.LayoutSolver;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Room;
import dev.diffract.builder.planning.mig.Verdict;
import dev.diffract.builder.planning.plan.GpuReport;
import dev.diffract.builder.planning.plan.GpuSpec;
import dev.diffract.builder.planning.plan.PlanReport;
import dev.diffract.builder.planning.plan.PlannedSlice;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report on a plan for people. */
final class PlanReportText {

    private static final double MIB_PER_GIB = 1024;

    private final PrintWriter out;

    private PlanReportText(PrintWriter out) {
        this.out = out;
    }

    static void print(PlanReport report, MemoryNotes memory, PrintWriter out) {
        PlanReportText text = new PlanReportText(out);
        report.gpus().forEach(text::gpu);
        report.notes().forEach(note -> out.println("note: " + note));
        memory.unchecked().forEach(what -> out.println("not checked: " + what));
        out.println(report.plan().file() + (report.legal() ? ": legal" + reserve(memory) : ": not legal"));
    }

    /** Legal is a word about the cut of cards alone. */
    private static String reserve(MemoryNotes memory) {
        if (!memory.findings().isEmpty()) {
            return " as a cut, but models do not fit their slices by estimate (see the notes)";
        }
        return memory.unchecked().isEmpty() ? "" : " as far as it was checked";
    }

    private void gpu(GpuReport report) {
        GpuSpec gpu = report.gpu();
        out.println(gpu.name() + ": " + (gpu.count() == 1 ? "" : gpu.count() + " x ")
                + gpu.model().map(GpuModel::name).orElse("a card to be detected")
                + (gpu.count() > 1 && gpu.model().map(GpuModel::mig).orElse(true) ? ", each cut alike" : ""));
        report.verdict().ifPresent(verdict -> {
            if (verdict instanceof Verdict.Legal legal) {
                legal(report, legal.layout());
            } else if (verdict instanceof Verdict.Illegal illegal) {
                illegal(illegal);
            }
        });
        out.println();
    }

    private void legal(GpuReport report, Layout layout) {
        int model = report.slices().stream()
                .mapToInt(slice -> slice.spec().model().length())
                .max()
                .orElse(0);
        String row = "  %-6s %-6s %-15s %-4s %-" + Math.max(model, 5) + "s %10s %5s%n";
        out.printf(row, "start", "units", "profile", "id", "model", "memory", "SMs");
        report.slices().stream()
                .sorted(Comparator.comparingInt(slice -> slice.placement().start()))
                .forEach(slice -> slice(row, slice));
        Room room = report.room().orElseThrow();
        drawing(layout, room);
        leftOver(layout, room);
        report.driver().ifPresent(this::driver);
    }

    private void slice(String row, PlannedSlice slice) {
        MigProfile profile = slice.placement().profile();
        out.printf(
                Locale.ROOT,
                row,
                slice.placement().start(),
                profile.memoryUnits(),
                profile.name(),
                profile.id(),
                slice.spec().model(),
                String.format(Locale.ROOT, "%.2f GiB", profile.usableMib() / MIB_PER_GIB),
                profile.sms());
    }

    private void drawing(Layout layout, Room room) {
        LayoutDrawing.of(layout, room).forEach(line -> out.println("  " + line));
    }

    private void leftOver(Layout layout, Room room) {
        GpuModel card = layout.gpu();
        MigProfile whole = card.whole();
        out.printf(
                Locale.ROOT,
                "  used: %d of %d memory units, %.2f of %.2f GiB, %d of %d SMs%s%n",
                layout.units(),
                card.axis(),
                layout.usableMib() / MIB_PER_GIB,
                whole.usableMib() / MIB_PER_GIB,
                layout.sms(),
                whole.sms(),
                card.sms() > whole.sms() ? " (MIG itself takes " + (card.sms() - whole.sms()) + " more)" : "");
        out.println("  stranded: " + units(room.strandedUnits()) + ", " + room.strandedSms() + " SMs");
        if (!room.further().isEmpty()) {
            out.println("  room for: " + names(room.further()));
        }
    }

    private static String units(List<Integer> units) {
        return switch (units.size()) {
            case 0 -> "no memory unit";
            case 1 -> "memory unit " + units.get(0);
            default -> "memory units " + units.stream().map(String::valueOf).collect(Collectors.joining(", "));
        };
    }

    private void driver(DriverRun run) {
        run.refused()
                .ifPresent(refused -> out.println("  caution: in this order and without starts the driver "
                        + (run.predicted() ? "would make " : "might make ")
                        + names(run.placed()) + " and then have no place for " + refused
                        + "; the starts above avoid it"));
    }

    private void illegal(Verdict.Illegal illegal) {
        out.println("  not possible: " + illegal.reason());
        illegal.alternative().ifPresent(this::alternative);
    }

    private void alternative(Alternative nearest) {
        out.println("  nearest: " + String.join(", ", nearest.changes()));
        drawing(nearest.layout(), new LayoutSolver(nearest.layout().gpu()).room(nearest.layout()));
    }

    private static String names(List<Placement> placements) {
        return placements.stream().map(Placement::toString).collect(Collectors.joining(" "));
    }
}
