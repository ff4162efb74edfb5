package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.engine.SliceChoice;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for machines with a GPU, on a machine without one, or one that is told not to use it. */
class GpuProofIT {

    private static final Path HOME = Path.of(System.getProperty("diffract.home"));

    @TempDir
    private Path directory;

    @Test
    void withoutAGpuItSaysSoAndLeavesNothingBehind() throws Exception {
        Path work = directory.resolve("work");
        Path document = HOME.resolve("docs/gpu-proof.md");
        byte[] before = Files.readAllBytes(document);

        Outcome outcome = run("deploy/gpu-proof/run", "--work", work.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).matches("(?s)diffract: no (NVIDIA driver|GPU): [^\\n]+\\n");
        assertThat(work).doesNotExist();
        assertThat(document).hasBinaryContent(before);
    }

    @Test
    void itsOptionsAreExplained() throws Exception {
        assertThat(run("deploy/gpu-proof/run", "--help").out()).contains("--work DIR", "TENSORRT_DIR");
        assertThat(run("deploy/gpu-proof/run", "--wrok").err())
                .isEqualTo("gpu-proof: unknown option '--wrok': see --help.\n");
        assertThat(run("deploy/gpu-proof/run", "--work").err()).isEqualTo("gpu-proof: --work needs a directory.\n");
    }

    @Test
    void theDeviceCommandSaysThatThereIsNone() throws Exception {
        Outcome outcome = run("diffract", "device");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("diffract: no ").doesNotContain("\tat ");
    }

    @Test
    void aSliceIsBuiltForWithItsProfile() throws Exception {
        Path home = homeWith("NVIDIA H100 80GB HBM3 MIG 1g.10gb", "H100-80GB", "1g.10gb");

        assertThat(runIn(home, "deploy/gpu-proof/run").exitCode()).isZero();

        Path work = home.resolve("target/gpu-proof");
        assertThat(Files.readAllLines(directory.resolve("calls")))
                .containsSubsequence(
                        "python " + home + "/tests/parity/export_sd15_random.py " + work + "/sd15-onnx.new",
                        "diffract plan build " + work + "/diffract.yaml --profile 1g.10gb --gpu H100-80GB --tensorrt"
                                + " /libraries/of/tensorrt");
        assertThat(choice(work, "1g.10gb", "H100-80GB").slice()).hasToString("1g.10gb of H100-80GB");
    }

    @Test
    void aCardThatIsNotCutIsBuiltForWhole() throws Exception {
        Path home = homeWith("NVIDIA H200", "H200-141GB", "whole");

        assertThat(runIn(home, "deploy/gpu-proof/run", "--no-compile").exitCode())
                .isZero();

        Path work = home.resolve("target/gpu-proof");
        SliceChoice choice = choice(work, "whole", "H200-141GB");
        assertThat(choice.slice()).hasToString("whole H200-141GB");
        assertThat(choice.models()).extracting(ModelSpec::name).containsExactly("sd15", "demo");
        assertThat(Files.readAllLines(directory.resolve("calls")))
                .last()
                .asString()
                .startsWith("diffract bench engines " + work + "/repositories/sd15/H200-141GB/whole")
                .contains(
                        "--reference " + work + "/reference/sd15",
                        "--baseline " + work + "/torch-sd15.json",
                        "--document " + home + "/docs/gpu-proof.md");
    }

    @Test
    void aCardThatTheCatalogueDoesNotKnowIsRefused() throws Exception {
        Path home = homeWith("NVIDIA X9", "not in the catalogue", "whole");

        Outcome outcome = runIn(home, "deploy/gpu-proof/run");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("gpu-proof: the catalogue of cards does not know 'NVIDIA X9': engines are built for cards it"
                        + " knows.\n");
        assertThat(home.resolve("target")).doesNotExist();
    }

    /** A source tree whose programs are stand-ins: only the order of its steps, and the plan it writes, are real. */
    private Path homeWith(String device, String gpu, String profile) throws IOException {
        Path home = directory.resolve("home");
        Path proof = Files.createDirectories(home.resolve("deploy/gpu-proof"));
        Files.copy(HOME.resolve("deploy/gpu-proof/run"), proof.resolve("run"), StandardCopyOption.COPY_ATTRIBUTES);
        program("diffract", home.resolve("diffract"));
        program("python", directory.resolve("python"));
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve("model-repository")).resolve("demo-onnx"),
                HOME.resolve("model-repository/demo-onnx"));
        Files.writeString(
                directory.resolve("device"),
                "device:   " + device + "\ngpu:      " + gpu + "\nprofile:  " + profile + "\n");
        return home;
    }

    private static void program(String resource, Path file) throws IOException {
        try (InputStream in = GpuProofIT.class.getResourceAsStream("/gpu-proof/" + resource)) {
            Files.copy(in, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static SliceChoice choice(Path work, String profile, String gpu) {
        return SliceChoice.of(
                PlanReader.read(work.resolve("diffract.yaml")),
                profile,
                Optional.of(gpu),
                Optional.empty(),
                Optional.empty());
    }

    private Outcome run(String program, String... arguments) throws IOException, InterruptedException {
        return runIn(HOME, program, arguments);
    }

    private Outcome runIn(Path home, String program, String... arguments) throws IOException, InterruptedException {
        File out = directory.resolve("out").toFile();
        File err = directory.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder()
                .directory(home.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.command().add(home.resolve(program).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
        builder.environment().put("GPU_PROOF_TEST", directory.toString());
        builder.environment().put("PYTHON", directory.resolve("python").toString());
        builder.environment().remove("TENSORRT_DIR");
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }
}
