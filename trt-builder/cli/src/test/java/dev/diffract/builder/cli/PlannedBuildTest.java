package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.ExportedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan build} and {@code repository}, on a machine without a GPU. */
class PlannedBuildTest {

    @TempDir
    Path directory;

    private Path plan;
    private Path versions;

    @BeforeEach
    void write() throws IOException {
        ExportedShapes.unpack("diffusers", directory);
        versions = directory.resolve("repositories/tiny/A30/1g.6gb");
        plan = plan("auto", "{profile: 1g.6gb, model: tiny, count: 2}");
    }

    @Test
    void graphsForASliceArePublishedServedAndRolledBack() throws IOException {
        Outcome first = build("--profile", "1g.6gb", "--runtime", "onnx");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).endsWith("published version 1 of " + versions + "\n");
        assertThat(RepositoryVerifier.verify(versions.resolve("current")).findings())
                .isEmpty();
        assertThat(build("--profile", "1g.6gb", "--runtime", "onnx").out())
                .isEqualTo("up to date: version 1 of " + versions + "\n");
        assertThat(build("--profile", "1g.6gb", "--runtime", "onnx", "--fresh", "--no-switch")
                        .out())
                .endsWith("published version 2 of " + versions + "\n");

        assertThat(Outcome.of("repository", "list", directory.toString() + "/repositories")
                        .out())
                .contains(versions.toString(), "     1  current   tiny for onnx", "     2            tiny for onnx");
        assertThat(Outcome.of("repository", "switch", versions.toString(), "2").out())
                .contains("current is version 2");
        assertThat(Outcome.of("repository", "rollback", versions.toString()).out())
                .contains("current is version 1");
        assertThat(Outcome.of("repository", "prune", versions.toString()).out()).contains("nothing to remove");
        assertThat(Outcome.of("verify", versions.resolve("current").toString()).exitCode())
                .isZero();
    }

    @Test
    void withoutAGpuEnginesAreRefusedAndNothingIsWritten() {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.exists(Path.of("/proc/driver/nvidia")), "this machine has an NVIDIA driver");
        refused("no NVIDIA driver: libcuda.so.1 was not found", "--profile", "1g.6gb");
        assertThat(directory.resolve("repositories")).doesNotExist();
    }

    @Test
    void whatIsWrongWithThePlanIsSaidWithoutAGpu() throws IOException {
        refused("has no slice 7g.80gb; it has: 1g.6gb on gpu0 for tiny", "--profile", "7g.80gb");
        refused("has no model huge, it has: tiny", "--profile", "1g.6gb", "--model", "huge");
        refused("has no slice 1g.6gb on right; it has", "--profile", "1g.6gb", "--gpu", "right");
        FileTrees.delete(directory.resolve("diffusers"));
        refused("diffusers does not exist", "--profile", "1g.6gb");
        refused("diffusers does not exist", "--profile", "1g.6gb", "--runtime", "onnx");
    }

    @Test
    void wordsThatDoNotGoTogetherAreAUsageError() {
        usage("Missing required option: '--profile=NAME'");
        usage("there is no option --out: expected one of --profile, --gpu", "--profile", "1g.6gb", "--out", "x");
        usage("there is no option --replace: expected one of --profile, --gpu", "--profile", "1g.6gb", "--replace");
        usage("there is no option --name: expected one of --profile, --gpu", "--profile", "1g.6gb", "--name", "x");
        usage("there is no option --name: expected one of --profile, --gpu", "--profile", "1g.6gb", "--name", "x");
        usage(
                "there is no option --max-batch: expected one of --profile, --gpu",
                "--profile",
                "1g.6gb",
                "--max-batch",
                "4");
        usage("runtime 'torch' is unknown: expected tensorrt or onnx", "--profile", "1g.6gb", "--runtime", "torch");
        Outcome none = Outcome.of("build", "--out", "x");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("Missing required option: '--model=DIR'");
        for (String option : List.of("--profile=1g.6gb", "--gpu=A30", "--tensorrt=lib", "--no-switch")) {
            Outcome loose = Outcome.of("build", "--model", "m", "--out", "x", option);
            assertThat(loose.exitCode()).isEqualTo(2);
            assertThat(loose.err()).contains("there is no option " + option.split("=")[0]);
        }
    }

    @Test
    void theOldSpellingIsAnsweredWithTheNewOne() {
        for (String[] old : List.of(
                new String[] {"build", "--plan", plan.toString(), "--profile", "1g.6gb"},
                new String[] {"build", "--plan=" + plan, "--profile", "1g.6gb", "--runtime", "onnx", "--fresh"})) {
            Outcome outcome = Outcome.of(old);
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err().lines())
                    .startsWith(
                            "diffract: what a plan says is built by 'diffract plan build FILE --profile NAME', not by"
                                    + " build --plan");
        }
    }

    @Test
    void aSafetyCheckerThatIsMissingIsASentence() throws IOException {
        FileTrees.delete(directory.resolve("diffusers/safety_checker"));
        plan = plan("true", "{profile: 1g.6gb, model: tiny}");
        refused("has no safety checker, and the plan asks for one", "--profile", "1g.6gb", "--runtime", "onnx");
        assertThat(versions.resolve("1")).doesNotExist();
        assertThat(versions.resolve("current")).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsASentence() throws IOException {
        Files.writeString(directory.resolve("repositories"), "a file");
        refused("cannot build " + versions, "--profile", "1g.6gb", "--runtime", "onnx");
    }

    @Test
    void repositoriesInsideTheModelFolderAreRefused() throws IOException {
        Files.writeString(
                plan, Files.readString(plan).replace("repositories: repositories", "repositories: diffusers/out"));
        refused("must not lie inside the model folder", "--profile", "1g.6gb", "--runtime", "onnx");
    }

    @Test
    void repositoryCommandsNeedADirectoryOfVersions() {
        assertThat(Outcome.of(
                                "repository",
                                "rollback",
                                directory.resolve("none").toString())
                        .err())
                .contains("does not exist: expected ROOT/MODEL/GPU/PROFILE");
        assertThat(Outcome.of("repository", "prune", directory.toString()).err())
                .contains("is no directory of published repositories");
        assertThat(Outcome.of("repository", "switch", directory.toString(), "3").err())
                .contains("has no version 3");
        assertThat(Outcome.of("repository", "list", directory.toString()).out()).contains("nothing is published below");
    }

    @Test
    void aRepositoryWithoutVersionsIsNamedAsSuch() throws IOException {
        Path single = directory.resolve("single");
        Files.createDirectory(single);
        Files.writeString(single.resolve("manifest.json"), "{}");

        assertThat(Outcome.of("repository", "list", single.toString()).out())
                .contains("it is one repository without versions");
    }

    private void refused(String sentence, String... arguments) {
        Outcome outcome = build(arguments);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("diffract: ").contains(sentence).doesNotContain("Exception", "\tat ");
    }

    private void usage(String sentence, String... arguments) {
        Outcome outcome = build(arguments);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(sentence);
    }

    private Outcome build(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "plan";
        all[1] = "build";
        all[2] = plan.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Outcome.of(all);
    }

    private Path plan(String checker, String slice) throws IOException {
        return Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: repositories
                models:
                  tiny:
                    source: diffusers
                    resolutions: [256x256]
                    max-batch: 4
                    safety-checker: %s
                gpus:
                  - model: A30
                    slices:
                      - %s
                """.formatted(checker, slice));
    }
}
