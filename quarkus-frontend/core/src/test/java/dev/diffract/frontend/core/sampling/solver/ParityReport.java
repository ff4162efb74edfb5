package dev.diffract.frontend.core.sampling.solver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of {@code docs/samplers.md}: names of every sampler, what it was compared with, the largest difference. */
final class ParityReport {

    private static final Set<String> NOT_IN_A1111 = Set.of("DDPM", "DEIS", "TCD");

    private static final String HEADER = """
            | Sampler | In AUTOMATIC1111 | Other names | Compared with | Runs | Latents | Largest difference | Rescaled |
            |---|---|---|---|--:|--:|--:|--:|
            """;

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private static final class Row {
        private final Set<String> references = new TreeSet<>();
        private int runs;
        private int latents;
        private double largest;
        private double largestBeyond;
    }

    synchronized void add(JsonNode recorded, int states, double difference) {
        Row row = rows.computeIfAbsent(recorded.get("sampler").asText(), name -> new Row());
        row.references.add(recorded.get("reference").asText());
        row.runs++;
        row.latents += states;
        if (recorded.has("beyond_reference") || recorded.has("rescaled")) {
            row.largestBeyond = Math.max(row.largestBeyond, difference);
        } else {
            row.largest = Math.max(row.largest, difference);
        }
    }

    synchronized String table() {
        return HEADER
                + rows.entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
    }

    private static String line(String name, Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %d | %.1e | %s |%n",
                name,
                NOT_IN_A1111.contains(name) ? "–" : name,
                String.join(", ", Samplers.find(name).orElseThrow().aliases()),
                String.join(", ", row.references),
                row.runs,
                row.latents,
                row.largest,
                row.largestBeyond == 0 ? "" : String.format(Locale.ROOT, "%.1e", row.largestBeyond));
    }
}
