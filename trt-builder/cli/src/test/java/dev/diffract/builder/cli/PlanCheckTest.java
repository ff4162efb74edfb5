package dev.diffract.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not checked is said, and not called legal as if it were. */
class PlanCheckTest {

    private static final String SHIPPED = "../../deploy/mig/a100-goal.diffract.yaml";
    private static final String END = ": legal as far as it was checked" + System.lineSeparator();

    @TempDir
    Path directory;

    @Test
    void slicesThatAreYetToBeChosenAreNotCalledChecked() {
        Outcome outcome = Outcome.of("plan", "check", SHIPPED);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("l4: 2 x L4" + System.lineSeparator())
                .contains(
                        "not checked: the slices of 'a100' and whether 'sd15' fits their memory, because 'plan choose'")
                .contains("not checked: the slices of 'l4' and whether ")
                .doesNotContain("--assume-sd15")
                .endsWith(END);
        assertThat(Outcome.of("plan", "check", "--assume-sd15", SHIPPED).out())
                .contains("(--assume-sd15 is for slices that a plan lists, and changes nothing here)")
                .endsWith(END);
    }

    @Test
    void onlyCardsThatCanBeCutAreCutAlike() throws IOException {
        Path file = directory.resolve("diffract.yaml");
        Files.writeString(
                file, Files.readString(Path.of(SHIPPED)).replace("model: A100-80GB", "model: A100-80GB\n    count: 3"));

        assertThat(Outcome.of("plan", "check", file.toString()).out())
                .contains("a100: 3 x A100-80GB, each cut alike", "l4: 2 x L4" + System.lineSeparator());
    }
}
