package dev.diffract.builder.cli;

import dev.diffract.builder.build.engine.BuildListener;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the build of engines: a bar with phase and remaining time on a terminal, a line per phase elsewhere. */
final class ProgressBars implements BuildListener {

    private static final int HUNDRED = 100;

    private final PrintWriter out;
    private final boolean terminal;

    ProgressBars(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void said(String sentence) {
        out.println(sentence);
        out.flush();
    }

    @Override
    public Phase begin(String model) {
        said("building the engine of " + model);
        return terminal ? new Bar(model) : new Lines(model);
    }

    /** Only whoever drives it calls it, but from threads of TensorRT. */
    private static final class Bar implements Phase {

        private final ProgressBar bar;

        Bar(String model) {
            bar = new ProgressBarBuilder()
                    .setTaskName(model)
                    .setInitialMax(HUNDRED)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis((int) Duration.ofMillis(500).toMillis())
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        public synchronized void step(String phase, int done, int total) {
            bar.maxHint(Math.max(1, total));
            bar.stepTo(done);
            bar.setExtraMessage(" " + phase);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Without a terminal a bar would fill the log. */
    private final class Lines implements Phase {

        private final String model;
        private String last = "";

        Lines(String model) {
            this.model = model;
        }

        @Override
        public synchronized void step(String phase, int done, int total) {
            if (!phase.equals(last)) {
                last = phase;
                said(model + ": " + phase);
            }
        }

        @Override
        public void close() {
            said("built the engine of " + model);
        }
    }
}
