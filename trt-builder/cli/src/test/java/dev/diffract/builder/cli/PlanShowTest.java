package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan show} may say, and what not, of texts that do not tell everything. */
class PlanShowTest {

    private static final String TEXTS = "../planning/src/test/resources/nvidia-smi/";

    @TempDir
    private Path directory;

    private Outcome run(String command, String gpus, String... options) throws IOException {
        Path plan = Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: repositories
                models: {sd15: {source: sd15-onnx, resolutions: [512x512]}}
                gpus:
                  - %s
                """.formatted(gpus));
        return Outcome.of(Stream.concat(Stream.of("plan", command, plan.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    private static final String A100 =
            "{model: A100-40GB, slices: [{profile: 3g.20gb, model: sd15}, {profile: 2g.10gb, model: sd15}, {profile: 1g.5gb, model: sd15, count: 2}]}";

    @Test
    void instancesThatServeLessThanTheirProfileAreNotAsPlanned() throws IOException {
        String[] texts = {"--lgi", TEXTS + "a100-1c-lgi.txt", "--list", TEXTS + "a100-1c-list.txt"};
        Outcome shown = run("show", A100, texts);
        Outcome steps = run("show", A100, "--diff", texts[0], texts[1], texts[2], texts[3]);
        Outcome locked = run("lock", A100, texts);

        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .doesNotContain("as planned")
                .contains("4 to keep, 0 to destroy, 0 to create")
                .contains("GPU instance 1 (3g.20gb@4) lacks a compute instance of all its SMs; there is 1c.3g.20gb")
                .contains("GPU instance 6 (2g.10gb@2) lacks a compute instance of all its SMs; there is 1c.2g.10gb")
                .contains("'--diff' prints the commands");
        assertThat(steps.out())
                .contains("destroy the compute instances that have a part of an instance's SMs", "-dci", "-gi 1 -lcip")
                .contains("run the commands as root, in this order");
        assertThat(locked.err()).contains("'diffract plan show --diff' says what to change");
    }

    @Test
    void aListAloneDoesNotMakeSlicesMissing() throws IOException {
        String plan = "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}";
        String more = plan.replace("1g.10gb, model: sd15", "1g.10gb, model: sd15, count: 3");

        assertThat(run("show", plan, "--list", TEXTS + "h100-list.txt").out())
                .doesNotContain("to create")
                .contains("there:   3g.40gb 1g.10gb (at places that are not known)")
                .contains("2 there by profile, 0 missing")
                .contains("every slice is there by its profile; where instances start is not known: give the output of"
                        + " 'nvidia-smi mig -lgi' with --lgi");
        assertThat(run("show", more, "--diff", "--list", TEXTS + "h100-list.txt")
                        .out())
                .doesNotContain("to create", "run the commands")
                .contains("2 there by profile, 2 missing")
                .contains("what to change is not known without the places of instances");
        assertThat(run("lock", plan, "--list", TEXTS + "h100-list.txt").exitCode())
                .isZero();
    }

    @Test
    void instancesAloneAreNotTakenForWholeOnes() throws IOException {
        String plan = "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}";

        assertThat(run("show", plan, "--lgi", TEXTS + "h100-lgi.txt", "--lgip", TEXTS + "h100-lgip.txt")
                        .out())
                .doesNotContain("everything is cut as planned")
                .contains(
                        "every instance is as planned; whether each has a compute instance of all its SMs is not known");
    }

    @Test
    void aCardThatIsCalledAfterItsCpusMemoryIsPlannedFor() throws IOException {
        for (String model : new String[] {"GH200-96GB", "detect"}) {
            Outcome outcome = run(
                    "show",
                    "{model: %s, slices: [{profile: 1g.12gb, model: sd15, count: 7}]}".formatted(model),
                    "--lgi",
                    TEXTS + "none-lgi.txt",
                    "--list",
                    TEXTS + "gh200-120-list.txt");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).contains("GH200-96GB, MIG on", "7 to create");
        }
    }

    /** What nvidia-smi prints of MIG where it is switched off is not what it prints where there are no instances. */
    @Test
    void aCardWithoutMigSwitchedOnIsToBeCut() throws IOException {
        String plan = "{model: GH200-96GB, slices: [{profile: 1g.12gb, model: sd15, count: 7}]}";
        Path off = Files.writeString(directory.resolve("off"), "No MIG-enabled devices found.\n");
        String[] texts = {"--lgi", off.toString(), "--list", TEXTS + "gh200-120-list.txt"};

        assertThat(run("show", plan, "--diff", texts[0], texts[1], texts[2], texts[3])
                        .out())
                .contains("GH200-96GB, MIG off", "7 to create", "switch MIG on:\n    nvidia-smi -i 0 -mig 1");
        Outcome locked = run("lock", plan, texts);
        assertThat(locked.exitCode()).isEqualTo(1);
        assertThat(locked.err())
                .contains("it has no device for slice-0 (1g.12gb); it has none. Cut it first with mig.sh, which"
                        + " 'diffract plan render' writes");
    }

    @Test
    void whatTheTextsDoNotTellOfMigModeIsSaid() throws IOException {
        Path list = Files.writeString(
                directory.resolve("list"),
                Files.readString(Path.of(TEXTS + "gh200-120-list.txt"))
                        + "GPU 1: NVIDIA L4 (UUID: GPU-00000000-0000-0000-0000-000000000001)\n");
        String plan = "{model: GH200-96GB, slices: [{profile: 1g.12gb, model: sd15, count: 7}]}";

        assertThat(run("show", plan, "--diff", "--lgi", TEXTS + "none-lgi.txt", "--list", list.toString())
                        .out())
                .contains("MIG on or off (the output of 'nvidia-smi mig -lgip' with --lgip tells)")
                .contains("switch MIG on, if it is off (the texts do not say; where it is on, this changes nothing):");
    }
}
