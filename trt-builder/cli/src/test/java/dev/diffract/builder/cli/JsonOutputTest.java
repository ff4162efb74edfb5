package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs read what is printed for them: key by key, in this order, with {@code null} where it is printed today. */
class JsonOutputTest {

    private static final String HEAD = """
        version: 1
        repositories: repositories
        models:
          demo: {source: "%s", resolutions: [128x128]}
          sd15: {source: ., resolutions: [512x512]}
        gpus:
        """.formatted(
                    Path.of("../../model-repository/demo-onnx").toAbsolutePath().normalize());

    @TempDir
    private Path directory;

    @Test
    void ofPlansThatAreLegalOrOpen() throws IOException {
        assertThat(printed("check", """
              - {name: card, model: A100-40GB, slices: [{profile: 1g.5gb, model: demo, count: 2}, {profile: 3g.20gb, model: sd15, start: 4}, {profile: 1g.10gb, model: sd15}]}
              - {name: full, model: H100-80GB, count: 2, slices: [{profile: 7g.80gb, model: sd15}]}
              - {name: open, model: A100-40GB, goal: {model: demo, latency: 5s, steps: 20}}
              - {name: auto, model: detect, slices: [{profile: 1g.5gb, model: demo}]}
            """)).isEqualTo(expected("plan-report.json"));
    }

    @Test
    void ofPlansThatDoNotFit() throws IOException {
        assertThat(printed("check", """
              - {name: card, model: A30, slices: [{profile: 4g.24gb, model: sd15, count: 2}]}
            """)).isEqualTo(expected("illegal-plan-report.json"));
    }

    @Test
    void ofChoicesOfSharedCards() throws IOException {
        assertThat(printed("choose", """
              - {name: shared, model: L40S, goal: {model: demo, latency: 5s, steps: 20, isolation: shared}}
            """)).isEqualTo(expected("shared-choice.json"));
    }

    private String printed(String command, String gpus) throws IOException {
        Path plan = Files.writeString(directory.resolve("plan.yaml"), HEAD + gpus);
        return Outcome.of("plan", command, "--json", plan.toString()).out();
    }

    private static String expected(String name) throws IOException {
        try (var in = JsonOutputTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
