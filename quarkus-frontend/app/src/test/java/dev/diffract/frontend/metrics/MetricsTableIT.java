package dev.diffract.frontend.metrics;

import static dev.diffract.frontend.testing.Rest.BODY;
import static dev.diffract.frontend.testing.Rest.managed;
import static dev.diffract.frontend.testing.Rest.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.FakeSlices;
import dev.diffract.frontend.testing.Scripts;
import dev.diffract.frontend.testing.WithHealthySlices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/metrics.md says what there is: names, types and labels, no more and no less. */
@QuarkusTest
@QuarkusTestResource(FakeSlices.class)
class MetricsTableIT extends WithHealthySlices {

    private static final Path TABLE = Path.of("..", "..", "docs", "metrics.md");

    /** What a name is counted as, and by which labels. */
    private record Described(String type, Set<String> labels) {}

    @Test
    void whatIsCountedIsWhatTheTableSays() throws IOException {
        post(BODY).then().statusCode(200);
        slices.a().script(Scripts.UNET_OVERFLOWS);
        slices.b().script(Scripts.UNET_OVERFLOWS);
        assertThat(post(BODY).statusCode()).as("so that there are failed calls").isNotEqualTo(200);

        assertThat(counted()).isEqualTo(described());
    }

    private static Map<String, Described> described() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `diffract_"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> new Described(cells[2].strip(), labels(cells[3].strip())),
                        (one, same) -> {
                            throw new AssertionError("a name that stands there twice: " + one + ", " + same);
                        },
                        TreeMap::new));
    }

    private static Map<String, Described> counted() {
        List<String> lines = managed("/q/metrics").asString().lines().toList();
        Map<String, String> types = lines.stream()
                .filter(line -> line.startsWith("# TYPE diffract_"))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
        Map<String, Described> counted = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean ofHistogram = name.endsWith("_max") && types.containsKey(name.replaceFirst("_max$", ""));
            if (!ofHistogram) {
                // OpenMetrics declares a counter without the end of its name.
                String full = type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
                counted.put(full, new Described(type, labelsOf(full, type, lines)));
            }
        });
        return counted;
    }

    private static Set<String> labelsOf(String name, String type, List<String> lines) {
        String series = type.equals("histogram") ? name + "_count" : name;
        Set<Set<String>> all = lines.stream()
                .filter(line -> line.startsWith(series + "{") || line.startsWith(series + " "))
                .map(MetricsTableIT::labelsIn)
                .collect(Collectors.toSet());
        assertThat(all).as("series of %s have the same labels", name).hasSize(1);
        return all.iterator().next();
    }

    private static Set<String> labelsIn(String line) {
        int from = line.indexOf('{');
        return from < 0
                ? Set.of()
                : Arrays.stream(line.substring(from + 1, line.indexOf('}')).split(","))
                        .filter(label -> !label.isEmpty())
                        .map(label -> label.substring(0, label.indexOf('=')))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labels(String cell) {
        return Arrays.stream(cell.split(", *"))
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
