package dev.diffract.builder.cli;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import java.io.PrintWriter;
import java.util.Locale;

/** What was made of each graph of a repository, as a table. */
final class ManifestSummary {

    private ManifestSummary() {}

    static void print(Manifest manifest, PrintWriter out) {
        out.println();
        out.printf("%-16s %-12s %s%n", "model", "max error", "changes");
        for (ServedModel model : manifest.models()) {
            String error = model.check()
                    .map(check -> String.format(Locale.ROOT, "%.2g", check.maxError()))
                    .orElse("generated");
            String changes = model.changes().isEmpty() ? "-" : String.join("; ", model.changes());
            out.printf("%-16s %-12s %s%n", model.name(), error, changes);
        }
        out.println();
    }
}
