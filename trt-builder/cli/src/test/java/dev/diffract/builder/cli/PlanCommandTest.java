package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.plan.PlanSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = """
            version: 1
            repositories: /srv/diffract
            models: {sd15: {source: ., resolutions: [512x512]}}
            gpus:
            """;

    @TempDir
    Path directory;

    /** Module directories are the working directories of tests. */
    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../deploy/mig"))) {
            return files.filter(file -> file.toString().endsWith("diffract.yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesAreLegal(Path example) {
        Outcome outcome = Outcome.of("plan", "check", example.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains(example + ": legal");
    }

    @Test
    void theDocumentedPlanIsLegalAndEveryCardAndKeyIsDocumented() throws IOException {
        String document = Files.readString(Path.of("../../docs/plan.md"));
        String plan = document.substring(document.indexOf("```yaml\n") + 8, document.indexOf("```\n\nMore"));

        assertThat(Outcome.of(
                                "plan",
                                "check",
                                Files.writeString(directory.resolve("documented.yaml"), plan)
                                        .toString())
                        .exitCode())
                .isZero();
        assertThat(MigCatalogue.shipped().all())
                .allSatisfy(gpu -> assertThat(document).contains("`" + gpu.name() + "`"));
        JsonNode schema = JSON.readTree(PlanSchema.text());
        Stream.concat(Stream.of(schema), schema.path("$defs").findParents("properties").stream())
                .flatMap(part -> StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                part.path("properties").fieldNames(), 0),
                        false))
                .forEach(key -> assertThat(document).containsPattern("[`.]" + key + "\\b"));
    }

    @Test
    void aLegalPlanIsShownWithItsPlacesAndWhatIsLeft() throws IOException {
        Path file = plan("""
                  - name: left
                    model: A100-40GB
                    slices:
                      - {profile: 4g.20gb, model: sd15}
                      - {profile: 2g.10gb, model: sd15}
                      - {profile: 1g.5gb, model: sd15}
                """);

        Outcome outcome = Outcome.of("plan", "check", file.toString());

        assertThat(outcome.out()).isEqualToNormalizingNewlines("""
                        left: A100-40GB
                          start  units  profile         id   model     memory   SMs
                          0      4      4g.20gb         5    sd15   19.50 GiB    56
                          4      2      2g.10gb         14   sd15    9.63 GiB    28
                          6      1      1g.5gb          19   sd15    4.75 GiB    14
                          |0     |1     |2     |3     |4     |5     |6     |7     |
                          |4g.20gb                    |2g.10gb      |1g.5gb|xxxxxx|  (x stranded)
                          used: 7 of 8 memory units, 33.88 of 39.25 GiB, 98 of 98 SMs (MIG itself takes 10 more)
                          stranded: memory unit 7, 0 SMs

                        not checked: whether 'sd15' fits the memory of its slices, because its folder holds no model that can be weighed: 'plan choose' and 'build' say why
                        %s: legal as far as it was checked
                        """.formatted(file));
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void theDriversDeadEndAndTheRoomLeftAreTold() throws IOException {
        Path file = plan("""
                  - model: A100-40GB
                    slices:
                      - {profile: 1g.5gb, model: sd15, count: 2}
                      - {profile: 2g.10gb, model: sd15}
                      - {profile: 3g.20gb, model: sd15}
                  - model: A100-40GB
                    slices: [{profile: 3g.20gb, model: sd15}]
                """);

        assertThat(Outcome.of("plan", "check", file.toString()).out())
                .contains("caution: in this order and without starts the driver would make 1g.5gb@6 1g.5gb@4 2g.10gb@0"
                        + " and then have no place for 3g.20gb; the starts above avoid it")
                .contains("room for: 4g.20gb@0")
                .contains("|...|...|...|...|3g.20gb        |  (. free)");
    }

    @Test
    void anIllegalPlanIsShownWithTheNearestLegalOne() throws IOException {
        Path file = plan("""
                  - name: left
                    model: RTX PRO 6000
                    slices:
                      - {profile: 1g.24gb, model: sd15, start: 3}
                      - {profile: 1g.24gb, model: sd15, start: 6}
                      - {profile: 2g.48gb, model: sd15}
                """);

        Outcome outcome = Outcome.of("plan", "check", file.toString());

        assertThat(outcome.out())
                .contains("not possible: 1g.24gb@3, 1g.24gb@6 and 2g.48gb cannot be placed without overlap")
                .contains("nearest: 1g.24gb@3 moves to start 9")
                .contains("|2g.48gb                |1g.24gb    |1g.24gb    |")
                .contains(file + ": not legal");
        assertThat(outcome.err()).startsWith("diffract: " + file + ":7:5: the slices of 'left' do not fit: ");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void aModelThatDoesNotFitItsSliceIsNotPassedInSilence() throws IOException {
        String small = "  - {model: A100-40GB, slices: [{profile: 1g.5gb, model: sd15, count: 7}]}\n";
        Path file = plan(small);
        Files.writeString(file, Files.readString(file).replace("source: .", "source: nowhere"));

        assertThat(Outcome.of("plan", "check", file.toString()).out())
                .contains(
                        "not checked: whether 'sd15' fits the memory of its slices, because its folder is not on this machine:"
                                + " --assume-sd15 takes it for as large as Stable Diffusion 1.5")
                .endsWith(": legal as far as it was checked" + System.lineSeparator());
        Outcome assumed = Outcome.of("plan", "check", "--assume-sd15", file.toString());
        assertThat(assumed.exitCode()).isZero();
        assertThat(assumed.out())
                .contains(
                        "note: 'sd15' does not fit 1g.5gb of an A100-40GB: it needs ",
                        " by estimate (weights ",
                        "'plan build' decides")
                .endsWith(": legal as a cut, but models do not fit their slices by estimate (see the notes)"
                        + System.lineSeparator());
        JsonNode notes = JSON.readTree(Outcome.of("plan", "check", "--json", "--assume-sd15", file.toString())
                        .out())
                .path("notes");
        assertThat(notes).anyMatch(note -> note.asText().startsWith("'sd15' does not fit 1g.5gb"));
        Files.writeString(
                file, Files.readString(file).replace("1g.5gb, model: sd15, count: 7", "2g.10gb, model: sd15"));
        assertThat(Outcome.of("plan", "check", "--assume-sd15", file.toString()).out())
                .endsWith(file + ": legal" + System.lineSeparator());
    }

    @Test
    void whatFilesAreRenderedFromDoesNotGoWithTheirDirectory() throws IOException {
        Path file = plan("  - {model: A100-40GB, slices: [{profile: 1g.5gb, model: sd15, count: 7}]}\n");
        String text = Files.readString(file);
        for (int i = 0; i < 8; i++) {
            Files.writeString(directory.resolve("note" + i), "mine");
        }
        for (String[] words : new String[][] {{}, {"--replace"}}) {
            Outcome outcome = Outcome.of(Stream.concat(
                            Stream.of("plan", "render", file.toString(), "--out", directory.toString()),
                            Stream.of(words))
                    .toArray(String[]::new));
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains(
                            directory + " holds " + file + ": expected a directory of its own, because it is written");
            assertThat(file).hasContent(text);
        }
        Path out = Files.createDirectories(directory.resolve("out"));
        for (int i = 0; i < 8; i++) {
            Files.writeString(out.resolve("note" + i), "mine");
        }
        assertThat(Outcome.of("plan", "render", file.toString(), "--out", out.toString())
                        .err())
                .contains("note0, note1, note2, note3, note4 and 3 more; --replace throws it away");
    }

    @Test
    void aCardThatIsToBeDetectedIsNotCalledChecked() throws IOException {
        Path file = plan("  - {model: detect, slices: [{profile: 1g.5gb, model: sd15, count: 7}]}\n");

        assertThat(Outcome.of("plan", "check", file.toString()).out())
                .contains(
                        "not checked: the slices of 'gpu0' and whether models fit their memory, because its card is to be detected: 'diffract plan show' on its machine compares the slices, and 'plan build' decides on memory")
                .contains(": legal as far as it was checked");
    }

    @Test
    void programsGetJson() throws IOException {
        Path file = plan("  - {model: A30, slices: [{profile: 1g.6gb, model: sd15, count: 3}]}\n");

        JsonNode report = JSON.readTree(
                Outcome.of("plan", "check", "--json", file.toString()).out());

        assertThat(report.path("legal").asBoolean()).isTrue();
        JsonNode gpu = report.path("gpus").path(0);
        assertThat(gpu.path("name").asText()).isEqualTo("gpu0");
        assertThat(gpu.path("slices")).hasSize(3);
        assertThat(gpu.path("slices").path(2).path("start").asInt()).isEqualTo(2);
        assertThat(gpu.path("slices").path(0).path("usableMib").asInt()).isEqualTo(5952);
        assertThat(gpu.path("freeUnits").path(0).asInt()).isEqualTo(3);
        assertThat(gpu.path("roomFor").path(0).path("profile").asText()).isEqualTo("1g.6gb");
        assertThat(report.path("findings")).isEmpty();
    }

    @Test
    void programsGetFindingsAsJsonToo() throws IOException {
        Path illegal = plan("  - {model: A30, slices: [{profile: 4g.24gb, model: sd15, count: 2}]}\n");
        Outcome one = Outcome.of("plan", "check", "--json", illegal.toString());
        JsonNode report = JSON.readTree(one.out());
        assertThat(one.exitCode()).isEqualTo(1);
        assertThat(report.path("findings").path(0).path("line").asInt()).isEqualTo(5);
        assertThat(report.path("gpus")
                        .path(0)
                        .path("nearest")
                        .path("changes")
                        .path(0)
                        .asText())
                .isEqualTo("one 4g.24gb is left out");

        Path wrong = plan("  - {model: A31}\n");
        Outcome two = Outcome.of("plan", "check", "--json", wrong.toString());
        assertThat(two.exitCode()).isEqualTo(1);
        assertThat(two.err()).isEmpty();
        assertThat(JSON.readTree(two.out()).path("findings")).hasSize(2);
    }

    @Test
    void aWrongPlanIsExplainedWithoutATrace() throws IOException {
        Path file = plan("  - {model: A30, slices: [{profile: 1g.5gb, model: sd15}]}\n");

        Outcome outcome = Outcome.of("plan", "check", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("diffract: " + file + ":5:37: the A30 has no profile '1g.5gb': nearest is 1g.6gb")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    void withoutAnythingToDoTheCommandsAreNamed() {
        Outcome outcome = Outcome.of("plan");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("diffract: no command given: expected one of")
                .contains("check", "schema");
        assertThat(Outcome.of("plan", "check", "a", "b").exitCode()).isEqualTo(2);
    }

    @Test
    void theSchemaIsJsonForEditors() throws IOException {
        Outcome outcome = Outcome.of("plan", "schema");

        assertThat(outcome.exitCode()).isZero();
        assertThat(JSON.readTree(outcome.out())
                        .path("properties")
                        .path("gpus")
                        .path("type")
                        .asText())
                .isEqualTo("array");
    }

    private Path plan(String gpus) throws IOException {
        return Files.writeString(directory.resolve("diffract.yaml"), HEAD + gpus);
    }
}
