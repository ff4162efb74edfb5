package dev.diffract.tests.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a suite measured, with what it should be: one line per figure, the last lines of the suite, and the same in {@code
 * target/figures.json} of its module.
 */
public final class Figures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String suite;
    private final Path file;
    private final List<Figure> figures = new ArrayList<>();

    /** @param suite the first word of every figure's name */
    public Figures(String suite) {
        this(suite, Path.of("target", "figures.json"));
    }

    Figures(String suite, Path file) {
        this.suite = suite;
        this.file = file;
    }

    /** A figure that should be no more than its goal. */
    public void atMost(String name, double value, String unit, double goal) {
        add(name, value, unit, "<=", goal, Optional.empty());
    }

    /** A figure that should be no less than its goal. */
    public void atLeast(String name, double value, String unit, double goal) {
        add(name, value, unit, ">=", goal, Optional.empty());
    }

    /**
     * @param unit one word
     * @param operator what the value should be to the goal: {@code <=}, {@code >=}, {@code <} or {@code >}
     * @param baseline name and value of what it was compared with
     */
    public void add(String name, double value, String unit, String operator, double goal, Optional<Baseline> baseline) {
        figures.add(new Figure(suite + "." + name, value, unit, operator, goal, baseline));
    }

    public int size() {
        return figures.size();
    }

    /**
     * Prints the figures and writes them, in place of what the file said of the same names.
     *
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public void report() {
        try {
            ArrayNode list = JSON.createArrayNode();
            if (Files.exists(file)) {
                JSON.readTree(file.toFile()).forEach(node -> {
                    if (figures.stream()
                            .noneMatch(f -> f.name.equals(node.path("name").asText()))) {
                        list.add(node);
                    }
                });
            }
            figures.forEach(figure -> figure.addTo(list));
            Files.createDirectories(file.toAbsolutePath().getParent());
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        figures.forEach(System.out::println);
    }

    /** What a figure was compared with in the same run. */
    public record Baseline(String name, double value) {}

    private record Figure(
            String name, double value, String unit, String operator, double goal, Optional<Baseline> baseline) {

        void addTo(ArrayNode list) {
            ObjectNode node = list.addObject();
            node.put("name", name);
            node.put("value", value);
            node.put("unit", unit);
            node.put("goal", operator + " " + number(goal));
            baseline.ifPresent(known -> node.put("baseline", known.name() + " " + number(known.value())));
        }

        @Override
        public String toString() {
            return "figure: " + name + " " + number(value) + " " + unit + " goal " + operator + " " + number(goal)
                    + baseline.map(known -> " baseline " + known.name() + " " + number(known.value()))
                            .orElse("");
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.4g", value);
        }
    }
}
