package dev.diffract.builder.build.choose;

import dev.diffract.builder.build.engine.MemoryBudget;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says why a slice does not do for a goal. */
final class Refusals {

    private static final double GIB = 1L << 30;

    private Refusals() {}

    /** Empty if the slice fits the model and is fast enough. */
    static Optional<String> of(SliceFigures figures, Duration latency) {
        if (!figures.fits()) {
            return Optional.of(memory(figures));
        }
        return figures.pictureMillis() > millis(latency) ? Optional.of(time(figures, latency)) : Optional.empty();
    }

    static String memory(SliceFigures figures) {
        return String.format(
                Locale.ROOT,
                "needs %s%s (weights %s, activations %s at a batch of %d, CUDA context and reserve %s) and has %s%s",
                gib(figures.memory().needed()),
                figures.memory().measured() ? "" : " by estimate",
                gib(figures.memory().weights()),
                gib(figures.memory().activations()),
                figures.batch(),
                gib(MemoryBudget.CONTEXT
                        + new MemoryBudget(
                                        figures.memory().slice(),
                                        figures.memory().weights())
                                .reserve()),
                gib(figures.memory().slice()),
                figures.mayFit()
                        ? "; if TensorRT fuses attention, "
                                + gib(figures.memory().least()) + " do: 'plan build' decides"
                        : "");
    }

    static String time(SliceFigures figures, Duration latency) {
        return String.format(
                Locale.ROOT,
                "takes %s%s for a picture of %s (%d steps of %s, decoding %s), more than the %s asked for",
                time(figures.pictureMillis()),
                figures.times().measured() ? "" : " by estimate",
                figures.times().hardest(),
                figures.times().steps(),
                time(figures.times().stepMillis()),
                time(figures.times().decodeMillis()),
                time(millis(latency)));
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static String gib(double bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / GIB);
    }

    /** Three digits are more than any estimate has. */
    static String time(double millis) {
        return millis < 1000
                ? String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }
}
