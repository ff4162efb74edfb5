package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.builder.planning.plan.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanChooseCommandTest {

    private static final Path DEMO = Path.of("../../model-repository/demo-onnx").toAbsolutePath();

    @TempDir
    Path directory;

    private Path plan;

    @BeforeEach
    void writePlan() throws IOException {
        plan = plan(DEMO.toString(), "128x128");
    }

    @Test
    void choosesForTheModelInItsFolder() {
        Outcome outcome = Outcome.of("plan", "choose", plan.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        // 1.2 million weights fit anywhere.
        assertThat(outcome.out())
                .contains(
                        "card: A100-40GB, model demo, 20 steps, latency at most 5.00 s",
                        "1g.5gb does: ",
                        "chosen: 1g.5gb@0")
                .doesNotContain("note:");
    }

    @Test
    void printsTheSameForPrograms() throws IOException {
        Outcome outcome = Outcome.of("plan", "choose", "--json", plan.toString());
        JsonNode gpu = new ObjectMapper().readTree(outcome.out()).path("gpus").path(0);
        assertThat(gpu.path("sharing").asText()).isEqualTo("mig");
        assertThat(gpu.path("slices")).hasSize(7);
        assertThat(gpu.path("profiles").path(0).path("accepted").asBoolean()).isTrue();
        assertThat(gpu.path("profiles")
                        .path(0)
                        .path("figures")
                        .path("timeMeasured")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void writesAPlanThatIsLegal() {
        Path chosen = directory.resolve("chosen.yaml");
        assertThat(Outcome.of("plan", "choose", "--write", chosen.toString(), plan.toString())
                        .out())
                .contains("wrote " + chosen);
        assertThat(Outcome.of("plan", "check", chosen.toString()).exitCode()).isZero();
        assertThat(files()).containsExactlyInAnyOrder("plan.yaml", "chosen.yaml");
    }

    @Test
    void keepsWhatItDoesNotChooseAndSaysWhatARangeCosts() throws IOException {
        Files.writeString(
                plan,
                Files.readString(plan)
                                .replace(
                                        "[128x128]}", "{from: 64x128, to: 256x192, tuned: [128x128]}, image: triton:2}")
                        + "ports: {frontend: 9999, management: 9998}\nimage: triton:1\n");
        Path chosen = directory.resolve("chosen.yaml");
        Outcome outcome = Outcome.of("plan", "choose", "--write", chosen.toString(), plan.toString());
        assertThat(outcome.err()).isEmpty();

        Plan before = PlanReader.read(plan);
        Plan after = PlanReader.read(chosen);
        assertThat(after.models()).isEqualTo(before.models());
        assertThat(after.ports()).isEqualTo(before.ports()).isEqualTo(new Ports(8000, 9999, 9998));
        assertThat(after.image("demo")).isEqualTo("triton:2");
        assertThat(after.image()).isEqualTo("triton:1");
        assertThat(outcome.out())
                .contains(
                        "a picture of 256x192 in ",
                        "note: model 'demo': the 8 sizes from 64x128 to 256x192 in steps of 64 share one shape profile, tuned for"
                                + " 192x192: its execution contexts take ");
    }

    /** A latency is written in the unit that it had. */
    @Test
    void keepsTheGoalOfACardThatIsShared() throws IOException {
        Files.writeString(
                plan, Files.readString(plan).replace("A100-40GB", "L4").replace("20}", "20, isolation: shared}"));
        Path chosen = directory.resolve("chosen.yaml");
        assertThat(Outcome.of("plan", "choose", "--write", chosen.toString(), plan.toString())
                        .err())
                .isEmpty();
        assertThat(chosen).content().contains("latency: 5s", "isolation: shared");
        assertThat(PlanReader.read(chosen).gpus().get(0).goal())
                .isEqualTo(PlanReader.read(plan).gpus().get(0).goal());
    }

    /** What docs/plan.md shows is what is printed for the plan that it names. */
    @Test
    void printsWhatTheDocumentShows() throws IOException {
        Path root = Path.of("../..");
        List<String> shown = Files.readString(root.resolve("docs/plan.md"))
                .transform(text -> text.substring(text.indexOf("\n## `plan choose`"), text.indexOf("\n## `plan show`")))
                .lines()
                .filter(line -> line.startsWith("    ") && !line.contains("./diffract") && !line.isBlank())
                .map(line -> line.substring(4))
                .toList();
        Files.writeString(
                plan,
                Files.readString(root.resolve("deploy/mig/a100-goal.diffract.yaml"))
                        .replace("latency: 3s", "latency: 1500ms"));
        assertThat(shown).hasSizeGreaterThan(3);
        assertThat(Outcome.of("plan", "choose", "--assume-sd15", plan.toString())
                        .out()
                        .lines())
                .containsSequence(shown);
    }

    @Test
    void writesOverNothing() throws IOException {
        Path taken = Files.writeString(directory.resolve("taken.yaml"), "mine");
        refused(taken + " exists already: name a new file for the chosen plan", "--write", taken.toString());
        assertThat(taken).hasContent("mine");
    }

    @Test
    void saysWhereItCannotWrite() {
        Path nowhere = directory.resolve("missing/chosen.yaml");
        refused(
                "cannot write " + nowhere + ": " + nowhere.getParent() + " is no directory",
                "--write",
                nowhere.toString());
    }

    @Test
    void refusesModelsThatAreNotThereUnlessTold() throws IOException {
        plan = plan("nowhere", "512x512");
        refused("the folder of model 'demo', " + directory.resolve("nowhere")
                + ", does not exist: expected its ONNX components, or --assume-sd15 to plan without them");
        Outcome assumed = Outcome.of("plan", "choose", "--assume-sd15", plan.toString());
        assertThat(assumed.exitCode()).isZero();
        assertThat(assumed.out())
                .contains(
                        "1g.5gb needs ",
                        "note: the folder of model 'demo' is not here: it is taken for as large as Stable"
                                + " Diffusion 1.5");
    }

    @Test
    void refusesFoldersWithoutAModel() throws IOException {
        plan = plan(Files.createDirectory(directory.resolve("empty")).toString(), "512x512");
        refused(directory.resolve("empty")
                + " has no graph (model.onnx) that is a text_encoder, nor one that is a unet, nor one that is a vae_decoder,"
                + " nor one that is a vae_encoder; found: none at all");
        plan = plan(Files.writeString(directory.resolve("file"), "x").toString(), "512x512");
        refused("model folder " + directory.resolve("file") + " is not a directory");
    }

    @Test
    void refusesASafetyCheckerThatTheFolderLacks() throws IOException {
        Files.writeString(plan, Files.readString(plan).replace("resolutions", "safety-checker: true, resolutions"));
        refused("the plan asks for a safety checker, and the model's folder has none");
    }

    @Test
    void saysWhichMeasurementsItCannotRead() throws IOException {
        Path manifest = Files.createDirectories(directory.resolve("repositories/demo/A100-40GB/1g.5gb/current"))
                .resolve("manifest.json");
        Files.writeString(manifest, "{");
        assertThat(Outcome.of("plan", "choose", plan.toString()).out())
                .contains("note: measurements in " + manifest + " are not used: ");
    }

    @Test
    void findsFaultsOfThePlanAsCheckDoes() throws IOException {
        Files.writeString(plan, "version: 1\n");
        assertThat(Outcome.of("plan", "choose", plan.toString()).err())
                .isEqualTo(Outcome.of("plan", "check", plan.toString()).err())
                .contains(plan + ":1:1: the plan lacks 'models'");
    }

    private void refused(String sentence, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("plan", "choose"), Stream.concat(Stream.of(options), Stream.of(plan.toString())))
                .toArray(String[]::new);
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).isEqualTo("diffract: " + sentence + System.lineSeparator());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
    }

    private Stream<String> files() {
        return Stream.of(directory.toFile().list());
    }

    private Path plan(String source, String resolution) throws IOException {
        return Files.writeString(directory.resolve("plan.yaml"), """
                version: 1
                repositories: repositories
                models:
                  demo: {source: "%s", resolutions: [%s]}
                gpus:
                  - {name: card, model: A100-40GB, goal: {model: demo, latency: 5s, steps: 20}}
                """.formatted(source, resolution));
    }
}
