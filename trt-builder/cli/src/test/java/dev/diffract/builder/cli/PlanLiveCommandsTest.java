package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.deploy.PlanRenderer;
import dev.diffract.builder.deploy.RenderedFile;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanLiveCommandsTest {

    private static final String TEXTS = "../planning/src/test/resources/nvidia-smi/";

    @TempDir
    private Path directory;

    private Path plan;

    @BeforeEach
    void writePlan() throws IOException {
        plan = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: /srv/diffract
                models: {sd15: {source: %s, resolutions: [512x512]}}
                gpus:
                  - {name: left, model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}
                """.formatted(
                Path.of("../../model-repository/demo-onnx").toAbsolutePath().normalize()));
    }

    private Outcome show(String... options) {
        return Outcome.of(Stream.concat(Stream.of("plan", "show", plan.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private Outcome lock(String list) {
        return Outcome.of("plan", "lock", plan.toString(), "--list", list);
    }

    private Outcome render(String... options) {
        return Outcome.of(Stream.concat(
                        Stream.of(
                                "plan",
                                "render",
                                plan.toString(),
                                "--out",
                                directory.resolve("out").toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void showsWhatStays() {
        Outcome outcome = show(
                "--diff",
                "--lgi",
                TEXTS + "h100-lgi.txt",
                "--lgip",
                TEXTS + "h100-lgip.txt",
                "--lci",
                TEXTS + "h100-lci.txt");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("left is GPU 0, H100-80GB, MIG on")
                .contains("keep     3g.40gb@0          slice-0 for sd15, GPU instance 2")
                .contains("keep     1g.10gb@5          slice-1 for sd15, GPU instance 11")
                .contains("2 to keep, 0 to destroy, 0 to create: as planned")
                .contains("GPU 1 is not cut by the plan and is left alone")
                .contains("everything is cut as planned");
    }

    @Test
    void showsBothSidesWithoutDiff() {
        Outcome outcome = show("--lgi", TEXTS + "h100-lgi.txt", "--lgip", TEXTS + "h100-lgip.txt");

        assertThat(outcome.out()).contains("  there:   1g.10gb@5 3g.40gb@0", "  planned: 3g.40gb@0 1g.10gb@5");
    }

    @Test
    void aMachineWithoutADriverHasItsSentence() {
        Outcome outcome = show();

        // On a machine with a driver the plan is compared with it, or its cards are missing.
        assertThat(outcome.out() + outcome.err())
                .containsAnyOf(
                        "diffract: no NVIDIA driver: libnvidia-ml.so.1 was not found",
                        "the NVIDIA driver",
                        "NVML",
                        "the plan's 'left' is 1 x H100-80GB",
                        "left is GPU");
        assertThat(outcome.err()).doesNotContain("should not have happened");
    }

    @Test
    void lockAndRenderGiveUuids() throws IOException {
        assertThat(render().out()).contains("no lock file: UUIDs are not known yet");
        Outcome locked = lock(TEXTS + "h100-list.txt");
        assertThat(locked.err()).isEmpty();
        assertThat(locked.out()).contains("diffract.lock.yaml: 2 slices on 1 GPUs");

        Outcome rendered = render();

        assertThat(rendered.err()).isEmpty();
        assertThat(rendered.out()).contains("slices are addressed by UUID");
        assertThat(directory.resolve("out/compose.yaml"))
                .content()
                .contains("MIG-405bbda1-6b05-535f-9702-f95e8cd170ce");
        assertThat(render("--no-lock").out()).contains("no lock file");
    }

    @Test
    void twoPlansInOneFolderHaveALockEach() throws IOException {
        Path other = Files.writeString(
                directory.resolve("other.yaml"),
                Files.readString(plan).replaceFirst(", \\{profile: 1g.10gb, model: sd15}", ""));
        lock(TEXTS + "h100-list.txt");

        assertThat(Outcome.of("plan", "lock", other.toString(), "--list", TEXTS + "h100-list.txt")
                        .out())
                .contains("other.lock.yaml: 1 slices on 1 GPUs");
        assertThat(render().out()).contains("by UUID, from " + directory.resolve("diffract.lock.yaml"));
        assertThat(Outcome.of(
                                "plan",
                                "render",
                                other.toString(),
                                "--out",
                                directory.resolve("others").toString())
                        .out())
                .contains("by UUID, from " + directory.resolve("other.lock.yaml"))
                .contains("docker build -f deploy/docker/builder.Dockerfile --build-arg TRITON_IMAGE=");
    }

    @Test
    void badInputHasItsSentence() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.txt"), "");
        Path file = Files.writeString(directory.resolve("file"), "");
        Map<String, Outcome> outcomes = Map.ofEntries(
                Map.entry("is empty: expected the output of 'nvidia-smi mig -lgi'", show("--lgi", empty.toString())),
                Map.entry("does not exist: expected the output of 'nvidia-smi mig -lgi'", show("--lgi", "nowhere")),
                Map.entry("is the table of GPU instance profiles", show("--lgi", TEXTS + "h100-lgip.txt")),
                Map.entry("is no line of 'nvidia-smi mig -lgi'", show("--lgi", TEXTS + "h100-list.txt")),
                Map.entry("is no line of 'nvidia-smi -L'", lock(TEXTS + "h100-lgi.txt")),
                Map.entry("do not say which instances exist", show("--lgip", TEXTS + "h100-lgip.txt")),
                Map.entry(
                        "expected a lock file, which 'diffract plan lock' writes",
                        render("--lock", directory.resolve("gone").toString())),
                Map.entry("'version: 1' is missing", render("--lock", empty.toString())),
                Map.entry(
                        "is a file: expected a directory",
                        Outcome.of("plan", "render", plan.toString(), "--out", file.toString())),
                Map.entry(
                        "cannot write " + file.resolve("x"),
                        Outcome.of(
                                "plan",
                                "render",
                                plan.toString(),
                                "--out",
                                file.resolve("x").toString())));

        outcomes.forEach((sentence, outcome) -> {
            assertThat(outcome.err()).as(sentence).startsWith("diffract: ").contains(sentence);
            assertThat(outcome.exitCode()).isEqualTo(1);
        });
        assertThat(Outcome.of("plan", "render", plan.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void whatWasChosenCanBeRendered() throws IOException {
        Files.writeString(
                plan,
                Files.readString(plan).replaceAll("slices: .*]", "goal: {model: sd15, latency: 10s}")
                        + "  - {model: L4, goal: {model: sd15, latency: 30s, isolation: shared}}\n");
        Path chosen = directory.resolve("chosen.yaml");
        assertThat(render().err()).contains("'left' has a goal and no slices yet: 'diffract plan choose'");
        assertThat(Outcome.of("plan", "choose", plan.toString(), "--write", chosen.toString())
                        .exitCode())
                .isZero();

        Outcome rendered = Outcome.of(
                "plan",
                "render",
                chosen.toString(),
                "--out",
                directory.resolve("out").toString());

        assertThat(rendered.exitCode()).isZero();
        assertThat(rendered.out()).contains("'gpu1' has no MIG and is not in these files");
    }

    /** After a change of what is rendered: render the plan elsewhere and copy the files that are here. */
    @ParameterizedTest
    @CsvSource({
        "mig/diffract.yaml, mig/rendered, mig.sh mig-parted.yaml compose.yaml compose.cpu.yaml frontend.env triton/slice-0.sh",
        "compose/diffract.yaml, compose, compose.yaml compose.cpu.yaml"
    })
    void whatIsCommittedIsWhatRenderWrites(String plan, String directory, String expected) throws IOException {
        Path deploy = Path.of("../../deploy");
        Path file = deploy.resolve(plan);
        Path committed = deploy.resolve(directory);
        Map<String, String> rendered = PlanRenderer.render(PlanReader.read(file), Optional.empty(), "none").stream()
                .collect(Collectors.toMap(RenderedFile::path, RenderedFile::text));
        List<String> files;
        try (Stream<Path> paths = Files.walk(committed)) {
            files = paths.filter(Files::isRegularFile)
                    .filter(path -> !path.equals(file))
                    .map(path -> committed.relativize(path).toString())
                    .toList();
        }

        assertThat(files).containsExactlyInAnyOrder(expected.split(" "));
        assertThat(files.stream().collect(Collectors.toMap(Function.identity(), path -> read(committed.resolve(path)))))
                .allSatisfy((path, text) -> assertThat(text).isEqualTo(rendered.get(path)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
