package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs mig.sh for real, with a stand-in for nvidia-smi that keeps instances in a file and refuses what the driver refuses. */
class MigScriptTest {

    private static final String UUID = "GPU-c08d91cb-e324-655c-71ba-7570956445bc";

    @TempDir
    private Path directory;

    private Path script;
    private Path machine;

    private record Run(int exitCode, String output) {}

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/bash")) || Files.isExecutable(Path.of("/usr/bin/bash")),
                "bash is not on this machine");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path smi = Files.copy(Path.of("src/test/resources/nvidia-smi/fake-nvidia-smi"), bin.resolve("nvidia-smi"));
        Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwxr-xr-x"));
        machine = Files.createDirectories(directory.resolve("machine"));
        Files.writeString(machine.resolve("mig"), "0 " + UUID + " Enabled\n");
        script = render("""
                {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.20gb, model: sd15}, {profile: 1g.10gb, model: sd15, count: 2}]}
                """);
    }

    private Path render(String gpu) throws IOException {
        Path plan = Files.writeString(
                directory.resolve("diffract.yaml"),
                "version: 1\nrepositories: /srv/diffract\nmodels: {sd15: {source: sd15, resolutions: [512x512]}}\ngpus:\n  - "
                        + gpu);
        RenderedFile file = PlanRenderer.render(PlanReader.read(plan), Optional.empty(), "none").stream()
                .filter(rendered -> rendered.path().equals("mig.sh"))
                .findFirst()
                .orElseThrow();
        assertThat(file.executable()).isTrue();
        return Files.writeString(directory.resolve("mig.sh"), file.text());
    }

    private Run run(String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("bash", script.toString()));
            command.addAll(Arrays.asList(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
            builder.environment().put("FAKE_SMI", machine.toString());
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines "gpu instance profile start compute-profile". */
    private List<String> instances() throws IOException {
        return Files.readAllLines(machine.resolve("instances"));
    }

    private List<String> changes() throws IOException {
        return Files.readAllLines(machine.resolve("log")).stream()
                .filter(line -> line.matches(".* -(cgi|cci|dgi|dci).*"))
                .toList();
    }

    @Test
    void createsEveryInstanceAtItsPlaceAndOneWholeComputeInstanceInEach() throws IOException {
        Run run = run();

        assertThat(run.output()).endsWith("GPU 0 is cut as planned: 9:0  19:4  19:5  15:6 \n");
        assertThat(run.exitCode()).isZero();
        assertThat(instances())
                .extracting(line -> line.substring(line.indexOf(' ', 2) + 1))
                .containsExactlyInAnyOrder("9 0 2", "15 6 7", "19 4 0", "19 5 0");
        assertThat(run("--check").exitCode()).isZero();
    }

    @Test
    void runAgainItChangesNothing() throws IOException {
        run();
        List<String> before = instances();
        int calls = changes().size();

        assertThat(run().exitCode()).isZero();
        assertThat(instances()).isEqualTo(before);
        assertThat(changes()).hasSize(calls);
    }

    @Test
    void whatAnInterruptedRunLeftIsCompleted() throws IOException {
        Files.writeString(machine.resolve("instances"), "0 1 9 0 2\n0 2 19 5 -\n");

        assertThat(run().exitCode()).isZero();
        assertThat(instances()).contains("0 1 9 0 2", "0 2 19 5 0").hasSize(4);
    }

    @Test
    void whatIsNotPlannedIsDestroyedOnlyWhenAskedFor() throws IOException {
        Files.writeString(machine.resolve("instances"), "0 1 9 0 2\n0 2 9 4 2\n");

        Run refused = run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .isEqualTo(
                        "mig.sh: GPU 0 has instances that are not planned (profile:start 9:4): --replace destroys them\n");
        assertThat(changes()).isEmpty();

        assertThat(run("--replace").exitCode()).isZero();
        assertThat(changes()).startsWith("mig -i 0 -gi 2 -dci", "mig -i 0 -gi 2 -dgi");
        assertThat(instances()).hasSize(4).contains("0 1 9 0 2");
    }

    @Test
    void instancesWithoutComputeInstancesCanBeDestroyed() throws IOException {
        Files.writeString(machine.resolve("instances"), "0 2 0 0 -\n");

        assertThat(run("--replace").exitCode()).isZero();
        assertThat(instances()).hasSize(4);
    }

    @Test
    void programsOnAnInstanceAreNotEnded() throws IOException {
        Files.writeString(machine.resolve("instances"), "0 7 9 4 2\n");
        Files.writeString(machine.resolve("busy"), "7\n");

        Run run = run("--replace");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("mig.sh: GPU 0: programs still use it; end them and run this again");
        assertThat(instances()).containsExactly("0 7 9 4 2");
    }

    @Test
    void sharedInstancesAreNotPlanned() throws IOException {
        Files.writeString(machine.resolve("instances"), "0 1 9 0 0\n");

        assertThat(run().output()).contains("GPU 0: GPU instance 1 is shared by the compute instances 1c.3g.40gb");
    }

    @Test
    void checkingChangesNothing() throws IOException {
        Run run = run("--check");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("GPU 0 lacks instances (profile:start 9:0,19:4,19:5,15:6)");
        assertThat(changes()).isEmpty();

        Files.writeString(machine.resolve("instances"), "0 1 9 0 2\n0 2 15 6 7\n0 3 19 4 0\n0 4 19 5 -\n");
        assertThat(run("--check").output()).contains("GPU instance 4 has no compute instance");
        assertThat(changes()).isEmpty();
    }

    @Test
    void migModeIsNotSwitchedBehindAnybodysBack() throws IOException {
        Files.writeString(machine.resolve("mig"), "0 " + UUID + " Disabled\n");
        assertThat(run().output())
                .isEqualTo(
                        "mig.sh: GPU 0 has MIG switched off: run 'nvidia-smi -i 0 -mig 1' while no program uses it, then this"
                                + " again\n");

        Files.writeString(machine.resolve("mig"), "0 " + UUID + " Disabled Enabled\n");
        assertThat(run().output())
                .startsWith("mig.sh: GPU 0 has MIG switched on only after a reset: run 'nvidia-smi -i 0 --gpu-reset'");

        Files.writeString(machine.resolve("mig"), "0 " + UUID + " [N/A]\n");
        assertThat(run().output()).isEqualTo("mig.sh: GPU 0 has no MIG: planned is H100-80GB\n");

        Files.writeString(machine.resolve("mig"), "1 " + UUID + " Enabled\n");
        assertThat(run().output()).contains("mig.sh: GPU 0: nvidia-smi -i 0", "No devices were found");
    }

    @Test
    void anotherCardIsRefused() throws IOException {
        Files.createFile(machine.resolve("other-card"));

        assertThat(run().output())
                .isEqualTo("mig.sh: GPU 0 is no H100-80GB: its profile 9 is missing, planned is 3g.40gb\n");
        assertThat(changes()).isEmpty();
    }

    @Test
    void rightsAndArgumentsHaveTheirSentences() throws IOException {
        Files.createFile(machine.resolve("user"));
        assertThat(run().output()).contains("mig.sh: GPU 0: run this as root");

        Run wrong = run("--force");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.output()).contains("unknown argument '--force': expected --replace, --check or nothing");

        Files.delete(directory.resolve("bin/nvidia-smi"));
        assertThat(run().output()).contains("nvidia-smi is not here");
    }

    /** The words begin as those for a card without instances do. */
    @Test
    void instancesThatMayNotBeSeenAreNotTakenForNone() throws IOException {
        Files.createFile(machine.resolve("blind"));
        Run run = run();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).startsWith("mig.sh: GPU 0: run this as root");
        assertThat(changes()).isEmpty();
    }

    @Test
    void shellcheckFindsNothing() throws IOException, InterruptedException {
        Process shellcheck;
        try {
            shellcheck = new ProcessBuilder("shellcheck", script.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "shellcheck is not on this machine");
            return;
        }
        String output = new String(shellcheck.getInputStream().readAllBytes());
        assertThat(shellcheck.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
    }
}
