package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker compose stop}: the frontend has its grace, and the slices that its pictures need. */
@SuppressWarnings("unchecked")
class StopOrderTest extends RenderedPlans {

    private static final Path FRONTEND = Path.of("../../quarkus-frontend/app/src/main");
    private static final Path DOCKER = Path.of("../../deploy/docker");

    /** Compose stops who depends before those it depends on. Nobody waits for anybody at the start, nor for one that is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.cpu.yaml"})
    void theFrontendStopsBeforeItsSlices(String file) throws IOException {
        Map<String, Object> services =
                (Map<String, Object>) yaml(render(plan("/srv", TWO_ALIKE, ""), Optional.empty()), file)
                        .get("services");
        Map<String, Object> slice = Map.of("condition", "service_started", "required", false);

        assertThat(at(services, "frontend", "depends_on")).isEqualTo(Map.of("slice-0", slice, "slice-1", slice));
        assertThat((Map<String, Object>) services.get("slice-0")).doesNotContainKey("depends_on");
    }

    /** Compose kills who is still there after that. */
    @Test
    void composeWaitsLongerThanTheFrontendNeeds() throws IOException {
        List<RenderedFile> files = render(plan("/srv", TWO_ALIKE, ""), Optional.empty());
        Duration grace = Duration.parse("PT"
                + found(
                        "java/dev/diffract/frontend/config/DiffractConfig.java",
                        "\"(\\d+s)\"\\)\\s+Duration grace\\(\\)"));
        Duration answers =
                Duration.parse("PT" + found("resources/application.properties", "quarkus.shutdown.timeout=(\\d+s)"));

        assertThat(Duration.parse("PT" + at(services(files), "frontend", "stop_grace_period")))
                .isGreaterThan(grace.plus(answers));
    }

    private static String found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(FRONTEND.resolve(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** A shell between would get the signal, and keep it to itself. */
    @Test
    void theSignalReachesTheProgramOfEveryImage() throws IOException {
        try (Stream<Path> images = Files.list(DOCKER)) {
            assertThat(images.filter(file -> file.getFileName().toString().endsWith(".Dockerfile")))
                    .hasSize(4)
                    .allSatisfy(image -> assertThat(Files.readAllLines(image).stream()
                                    .filter(line -> line.startsWith("ENTRYPOINT") || line.startsWith("CMD")))
                            .isNotEmpty()
                            .allSatisfy(line -> assertThat(line).contains("[\"").doesNotContain("sh\"")));
        }
    }
}
