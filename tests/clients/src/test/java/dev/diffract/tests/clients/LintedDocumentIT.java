package dev.diffract.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Linters, with the rules that they recommend, find nothing to say of the OpenAPI document. */
class LintedDocumentIT extends WithServedDemo {

    @Test
    void redoclyFindsNothing() {
        Finished linted = Tools.run(
                "redocly",
                List.of(
                        Tools.node().resolve("redocly").toString(),
                        "lint",
                        "--extends",
                        "recommended",
                        "--max-problems",
                        "100",
                        demo.document().toString()),
                Map.of("REDOCLY_TELEMETRY", "off", "CI", "true"));

        assertThat(linted.exitCode()).as(linted.output()).isZero();
        assertThat(linted.output()).contains("Your API description is valid").doesNotContain("Warning was generated");
    }

    @Test
    void spectralFindsNothing() throws IOException {
        Path rules =
                Files.writeString(directory.resolve("spectral.yaml"), "extends: [[\"spectral:oas\", recommended]]\n");
        Finished linted = Tools.run(
                "spectral",
                List.of(
                        Tools.node().resolve("spectral").toString(),
                        "lint",
                        "--ruleset",
                        rules.toString(),
                        "--fail-severity",
                        "hint",
                        demo.document().toString()),
                Map.of());

        assertThat(linted.exitCode()).as(linted.output()).isZero();
    }
}
