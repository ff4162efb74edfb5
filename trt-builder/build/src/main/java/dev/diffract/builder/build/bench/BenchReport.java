package dev.diffract.builder.build.bench;

import dev.diffract.builder.build.engine.VisibleDevice;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.planning.mig.MigProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table with what one has to know to read it.
 *
 * @param conditions date, device and versions, a sentence each
 */
public record BenchReport(List<String> conditions) {

    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;
    private static final long MIB = 1L << 20;

    public BenchReport {
        conditions = List.copyOf(conditions);
    }

    /**
     * @param program name and version of what measures
     */
    public static BenchReport of(EngineDevice device, List<Baseline> baselines, LocalDate date, String program) {
        VisibleDevice visible = device.visible();
        List<String> conditions = new ArrayList<>();
        conditions.add("Measured on " + date + " by " + program + ".");
        conditions.add("Device: " + visible.name() + ", profile "
                + visible.profileName().orElse(MigProfile.WHOLE) + ", " + visible.multiprocessors()
                + " multiprocessors at up to " + number("%.3f", device.peakHertz() / GIGA) + " GHz, "
                + visible.memoryBytes() / MIB + " MiB; FP16 peak " + peak(device) + ".");
        conditions.add("TensorRT " + device.tensorRt() + ", CUDA " + visible.cuda() + ", driver "
                + visible.driver().orElse("unknown") + ".");
        baselines.forEach(baseline -> conditions.add("PyTorch " + baseline.torch() + ", diffusers "
                + baseline.diffusers() + " for " + baseline.model() + "."));
        ErrorBound bound = EngineBench.BOUND;
        conditions.add("Errors are shares of the largest value; allowed are " + number("%.0e", bound.max())
                + " for the largest and " + number("%.0e", bound.mean()) + " for the mean.");
        return new BenchReport(conditions);
    }

    /** Markdown that reads well in a terminal. */
    public List<String> lines(List<BenchRow> rows) {
        List<String> lines = new ArrayList<>();
        conditions.forEach(condition -> lines.add("- " + condition));
        lines.add("");
        lines.addAll(BenchTable.lines(rows));
        return lines;
    }

    /** What is wrong with the rows, in a sentence; empty if nothing is. */
    public Optional<String> objection(List<BenchRow> rows) {
        List<String> far = rows.stream()
                .filter(row -> !row.error().within())
                .map(row -> row.model() + " " + row.component() + " " + row.width() + "x" + row.height() + " at batch "
                        + row.batch())
                .toList();
        return far.isEmpty()
                ? Optional.empty()
                : Optional.of("further from ONNX Runtime than FP16 explains: " + String.join(", ", far)
                        + ". The table marks them with '!'");
    }

    private static String peak(EngineDevice device) {
        VisibleDevice visible = device.visible();
        var peak = PeakRate.of(visible.capability(), visible.multiprocessors(), device.peakHertz());
        return peak.isPresent()
                ? number("%.0f", peak.getAsDouble() / TERA) + " TFLOP/s"
                : "not known for compute capability " + visible.capability();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
