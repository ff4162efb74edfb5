package dev.diffract.builder.cli;

import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import java.io.PrintWriter;
import java.util.Locale;

/** Measured times and memory of engines, a line each. */
final class EngineTable {

    private static final double MIB = 1 << 20;

    private EngineTable() {}

    static void print(Manifest manifest, PrintWriter out) {
        if (manifest.target().isEmpty()) {
            return;
        }
        out.printf("%-16s %6s %-10s %12s %12s%n", "engine", "batch", "picture", "milliseconds", "MiB");
        for (ServedModel model : manifest.models()) {
            model.engine()
                    .map(EngineRecord::measurements)
                    .ifPresent(
                            measurements -> measurements.forEach(measurement -> print(model.name(), measurement, out)));
        }
        out.println();
    }

    private static void print(String model, Measurement measured, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-16s %6d %-10s %12.2f %12.0f%n",
                model,
                measured.batch(),
                measured.width() + "x" + measured.height(),
                measured.millis(),
                measured.bytes() / MIB);
    }
}
