package dev.diffract.builder.build.bench;

import dev.diffract.repository.json.JsonRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a table with their goals, as lines and as a file. */
public final class BenchFigures {

    private static final JsonRecords JSON = new JsonRecords();
    private static final String SUITE = "gpu-proof.";

    private BenchFigures() {}

    /** What each row is measured by: its errors, and its ratios to PyTorch if there is a baseline. */
    public static List<Figure> of(List<BenchRow> rows) {
        List<Figure> figures = new ArrayList<>();
        for (BenchRow row : rows) {
            String name = SUITE + row.model() + "." + row.component() + "." + row.width() + "x" + row.height() + ".b"
                    + row.batch() + ".";
            figures.add(new Figure(
                    name + "max-error",
                    row.error().max(),
                    "of-largest",
                    "<=",
                    EngineBench.BOUND.max(),
                    Optional.empty()));
            figures.add(new Figure(
                    name + "mean-error",
                    row.error().mean(),
                    "of-largest",
                    "<=",
                    EngineBench.BOUND.mean(),
                    Optional.empty()));
            row.timesEager()
                    .ifPresent(ratio -> figures.add(new Figure(
                            name + "times-eager",
                            ratio,
                            "x",
                            ">=",
                            1,
                            Optional.of("torch-eager-ms "
                                    + number(row.torch().orElseThrow().eagerMs())))));
            row.timesCompiled()
                    .ifPresent(ratio -> figures.add(new Figure(
                            name + "times-compiled",
                            ratio,
                            "x",
                            ">=",
                            1,
                            Optional.of("torch-compiled-ms "
                                    + number(row.torch()
                                            .orElseThrow()
                                            .compiledMs()
                                            .orElseThrow())))));
        }
        return figures;
    }

    /** Writes them as a list of objects. */
    public static void write(List<Figure> figures, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                JSON.printAll(figures.stream()
                        .map(figure -> new Entry(
                                figure.name,
                                figure.value,
                                figure.unit,
                                figure.operator + " " + number(figure.goal),
                                figure.baseline))
                        .toList()));
    }

    private record Entry(String name, double value, String unit, String goal, Optional<String> baseline) {}

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /**
     * @param operator how the value should be to the goal
     * @param baseline name and value of what it was compared with
     */
    public record Figure(
            String name, double value, String unit, String operator, double goal, Optional<String> baseline) {

        @Override
        public String toString() {
            return "figure: " + name + " " + number(value) + " " + unit + " goal " + operator + " " + number(goal)
                    + baseline.map(known -> " baseline " + known).orElse("");
        }
    }
}
