package dev.diffract.builder.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.planning.mig.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCheckTest {

    @TempDir
    Path directory;

    @Test
    void everySliceHasItsPlaceInTheFilesOrder() throws IOException {
        PlanReport report = check(PlanFiles.withSlice("{profile: 1g.5gb, model: sd15, count: 2}")
                + "      - {profile: 1g.5gb, model: sd15, start: 0}\n"
                + "      - {profile: 3g.20gb, model: sd15}\n");

        assertThat(report.legal()).isTrue();
        assertThat(report.gpus().get(0).slices())
                .extracting(slice -> slice.placement().toString())
                .containsExactly("1g.5gb@1", "1g.5gb@2", "1g.5gb@0", "3g.20gb@4");
        assertThat(report.gpus().get(0).slices().get(2).spec().start()).hasValue(0);
        assertThat(report.gpus().get(0).room().orElseThrow().freeUnits()).containsExactly(3);
    }

    @Test
    void theDriversOwnDeadEndIsForetold() throws IOException {
        PlanReport report = check(PlanFiles.withSlice("{profile: 1g.5gb, model: sd15, count: 2}")
                + "      - {profile: 2g.10gb, model: sd15}\n"
                + "      - {profile: 3g.20gb, model: sd15}\n");

        assertThat(report.legal()).isTrue();
        assertThat(report.gpus().get(0).driver().orElseThrow().refused())
                .hasValueSatisfying(profile -> assertThat(profile.name()).isEqualTo("3g.20gb"));
    }

    @Test
    void oneEntryThatDoesNotFitLeavesTheOthersTheirPlaces() throws IOException {
        PlanReport report = check(PlanFiles.withSlice("{profile: 4g.20gb, model: sd15, count: 2}")
                + "  - {model: A30, slices: [{profile: 2g.12gb, model: sd15, count: 2}]}\n");

        assertThat(report.legal()).isFalse();
        assertThat(report.findings()).hasSize(1);
        assertThat(report.gpus().get(0).verdict()).containsInstanceOf(Verdict.Illegal.class);
        assertThat(report.gpus().get(1).slices()).hasSize(2);
    }

    @Test
    void whatIsLegalAndWorthKnowingIsNoted() throws IOException {
        PlanReport report =
                check(PlanFiles.GOOD.replace("models:\n", "models:\n  spare: {source: spare, resolutions: [512x512]}\n")
                        + "  - {model: A100-64GB, slices: [{profile: 1g.16gb, model: sd15}]}\n"
                        + "  - {model: detect, slices: [{profile: 1g.10gb, model: sd15}]}\n"
                        + "  - {model: A30, goal: {model: sd15, latency: 3s}}\n");

        assertThat(report.legal()).isTrue();
        assertThat(report.notes())
                .containsExactly(
                        "no slice serves the model 'spare'",
                        "the folder of the model 'spare' is not on this machine: " + directory.resolve("spare"),
                        "the folder of the model 'sd15' is not on this machine: " + directory.resolve("sd15-onnx"),
                        "'gpu2' can be checked only where its card is, because that is to be detected",
                        "'gpu3' has a goal and no slices yet",
                        "estimated for the A100-64GB, because nothing sure is published: memory, SMs, media engines");
    }

    private PlanReport check(String text) throws IOException {
        return PlanCheck.check(PlanReader.read(Files.writeString(directory.resolve("diffract.yaml"), text)));
    }
}
