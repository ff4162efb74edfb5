package dev.diffract.builder.build.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.plan.ModelSpec;
import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanCheck;
import dev.diffract.builder.planning.plan.PlanException;
import dev.diffract.builder.planning.plan.PlanReader;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChooserTest {

    private static final double GIB = 1L << 30;
    private static final Measurements NONE = (model, gpu, profile) -> Optional.empty();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        A100-80GB         | 6s    | 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.10gb
        A100-80GB         | 1500ms| 3g.40gb 2g.20gb 2g.20gb
        A100-40GB         | 6s    | 2g.10gb 2g.10gb 2g.10gb 1g.10gb
        H100-80GB         | 6s    | 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.10gb 1g.20gb
        A30               | 6s    | 2g.12gb 2g.12gb
        RTX-PRO-6000-96GB | 6s    | 1g.24gb 1g.24gb 1g.24gb 1g.24gb
        """)
    void cutsCardsIntoSlicesThatMeetTheGoal(String card, String latency, String profiles) throws IOException {
        Choice.Cut cut = (Choice.Cut) choose(goal(card, latency, "hard"), NONE).get(0);
        assertThat(cut.layout().placements().stream().map(Placement::profile).map(Object::toString))
                .containsExactlyInAnyOrder(profiles.trim().split(" "));
        assertThat(cut.assessments())
                .filteredOn(assessment -> cut.layout().placements().stream()
                        .anyMatch(placement -> placement.profile().equals(assessment.profile())))
                .allSatisfy(assessment -> assertThat(assessment.accepted()).isTrue());
    }

    @Test
    void saysWhySmallerProfilesWereRefused() throws IOException {
        Choice.Cut small =
                (Choice.Cut) choose(goal("A100-40GB", "6s", "hard"), NONE).get(0);
        assertThat(small.assessments().get(0).refusal().orElseThrow())
                .startsWith("needs ")
                .contains("by estimate", "weights 1.99 GiB", "at a batch of 2")
                .endsWith("and has 4.75 GiB");
        Choice.Cut slow =
                (Choice.Cut) choose(goal("A100-80GB", "1500ms", "hard"), NONE).get(0);
        assertThat(slow.assessments().get(0).refusal().orElseThrow())
                .contains("by estimate for a picture of 512x512 (20 steps of ", "more than the 1.50 s asked for");
    }

    @Test
    void sharesCardsWithoutMig() throws IOException {
        Choice.Shared shared =
                (Choice.Shared) choose(goal("L40S", "10s", "shared"), NONE).get(0);
        assertThat(shared.servers()).isGreaterThan(1);
        assertThat(shared.figures().fits()).isTrue();
        assertThat(shared.busyPictureMillis()).isLessThanOrEqualTo(10_000);
        assertThat(choose(goal("L40S", "10s", "shared"), NONE).get(0)).isEqualTo(shared);
    }

    /** Two pictures at once are 22.6 GiB with a safety checker, one is 17.2. */
    @Test
    void decodesPicturesOneByOneWhereTwoDoNotFit() throws IOException {
        Choice.Cut cut = (Choice.Cut) choose(goal("A100-80GB", "20s", "hard").replace("[512x512]", "[768x768]"), NONE)
                .get(0);
        Assessment small = assessment(cut, "2g.20gb");
        assertThat(small.accepted()).isTrue();
        assertThat(small.figures().batch()).isEqualTo(2);
        assertThat(small.figures().memory().needed() / GIB).isBetween(15.5, 17.5);
        assertThat(assessment(cut, "7g.80gb").figures().memory().needed() / GIB).isGreaterThan(22);
        for (String card : List.of("L4", "RTX-3090", "RTX-4090")) {
            Choice.Shared shared =
                    (Choice.Shared) choose(goal(card, "60s", "shared").replace("[512x512]", "[768x768]"), NONE)
                            .get(0);
            assertThat(shared.figures().fits()).as(card).isTrue();
            assertThat(shared.figures().hoped()).as(card).isFalse();
        }
    }

    @Test
    void hopesForFusedAttentionWhereNothingSurerFits() throws IOException {
        for (String card : List.of("L4", "RTX-3090")) {
            Choice.Shared shared =
                    (Choice.Shared) choose(goal(card, "60s", "shared").replace("[512x512]", "[1024x768]"), NONE)
                            .get(0);
            assertThat(shared.figures().hoped()).as(card).isTrue();
            assertThat(shared.figures().fits()).as(card).isTrue();
            assertThat(shared.servers()).isOne();
        }
        Choice.Cut whole = (Choice.Cut) choose(goal("A30", "60s", "hard").replace("[512x512]", "[1024x768]"), NONE)
                .get(0);
        assertThat(whole.layout().placements())
                .extracting(Placement::profile)
                .extracting(Object::toString)
                .containsOnly("2g.12gb");
        assertThat(whole.figures("2g.12gb").hoped()).isTrue();
    }

    @Test
    void prefersWhatIsSureToFit() throws IOException {
        Choice.Cut cut = (Choice.Cut) choose(goal("A100-80GB", "20s", "hard").replace("[512x512]", "[1024x768]"), NONE)
                .get(0);
        assertThat(cut.layout().placements())
                .extracting(Placement::profile)
                .extracting(Object::toString)
                .containsOnly("3g.40gb", "4g.40gb");
        assertThat(cut.figures("3g.40gb").hoped()).isFalse();
    }

    /** 24.96 GiB with the scores of attention in memory, 11.52 if they are not. */
    @Test
    void whatFitsWithFusedAttentionIsNotRefused() throws IOException {
        String goal = goal("A100-80GB", "20s", "hard").replace("[512x512]", "[1024x768]");
        Choice.Cut cut = (Choice.Cut) choose(goal, NONE).get(0);
        Assessment small = assessment(cut, "2g.20gb");
        assertThat(small.accepted()).isTrue();
        assertThat(small.figures().hoped()).isTrue();
        assertThat(small.figures().batch()).isEqualTo(2);
        assertThat(small.figures().memory().needed() / GIB).isBetween(10.0, 13.0);
        assertThat(assessment(cut, "1g.10gb").refusal().orElseThrow()).contains("and has 9.50 GiB");
    }

    /** A build has the last word where it was asked: a slice in which it found too little room is refused. */
    @Test
    void whatABuildMeasuredIsNotHopedAway() throws IOException {
        Measured large = new Measured(
                Map.of(
                        ModelRole.UNET, engine(new Measurement(2, 1024, 768, 10, 1 << 30)),
                        ModelRole.VAE_DECODER, engine(new Measurement(1, 1024, 768, 10, 1 << 30))),
                30L << 30);
        Measurements measured =
                (model, gpu, profile) -> profile.equals("2g.20gb") ? Optional.of(large) : Optional.empty();
        Choice.Cut cut =
                (Choice.Cut) choose(goal("A100-80GB", "20s", "hard").replace("[512x512]", "[1024x768]"), measured)
                        .get(0);
        assertThat(assessment(cut, "2g.20gb").refusal().orElseThrow())
                .startsWith("needs ")
                .doesNotContain("by estimate", "fuses")
                .endsWith("and has 19.50 GiB");
    }

    private static Assessment assessment(Choice.Cut cut, String profile) {
        return cut.assessments().stream()
                .filter(assessment -> assessment.profile().name().equals(profile))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesMeasurementsForEstimates() throws IOException {
        // A build in the smallest slice found it a hundred times slower than any estimate.
        Measurements slow = (model, gpu, profile) ->
                profile.equals("1g.10gb") ? Optional.of(measured(10_000, 100)) : Optional.empty();
        Choice.Cut cut =
                (Choice.Cut) choose(goal("A100-80GB", "6s", "hard"), slow).get(0);
        Assessment smallest = cut.assessments().get(0);
        assertThat(smallest.refusal().orElseThrow())
                .isEqualTo("takes 200.10 s for a picture of 512x512 (20 steps of 10.00 s, decoding 100 ms),"
                        + " more than the 6.00 s asked for");
        assertThat(smallest.figures().times().measured()).isTrue();
        assertThat(cut.assessments().get(1).figures().times().measured()).isFalse();
        assertThat(cut.layout().placements())
                .noneMatch(placement -> placement.profile().name().equals("1g.10gb"));
    }

    @Test
    void refusesGoalsThatNoSliceMeets() throws IOException {
        assertThatThrownBy(() -> choose(goal("A100-80GB", "100ms", "hard"), NONE))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("no slice of the A100-80GB meets the goal of 'a': even 7g.80gb takes ")
                .hasMessageContaining("expected a latency of at least ");
        assertThatThrownBy(() ->
                        choose(goal("A100-40GB", "60s", "hard").replace("[512x512]", "[2048x2048, 1024x1024]"), NONE))
                .hasMessageContaining("even 7g.40gb needs ")
                .hasMessageEndingWith("expected smaller resolutions, fewer of them, or a smaller max-batch");
        assertThatThrownBy(() -> choose(goal("T4", "100ms", "shared"), NONE))
                .hasMessageContaining(
                        "the T4 does not meet the goal of 'a': even a server that has it for itself takes ");
    }

    @Test
    void refusesPlansThatLeaveNothingToChoose() throws IOException {
        assertThatThrownBy(() -> choose(
                        goal("A100-80GB", "6s", "hard")
                                .replaceAll("goal:.*", "slices: [{profile: 1g.10gb, model: sd15}]"),
                        NONE))
                .hasMessageEndingWith("has no goal to choose for: every entry of 'gpus' says its slices already");
        assertThatThrownBy(() -> choose(goal("detect", "6s", "hard"), NONE))
                .hasMessageContaining("the card of 'a' is to be detected, and a choice needs to know it");
    }

    @Test
    void writesPlansThatAreLegalAndSayTheSame() throws IOException {
        Plan plan = read(goal("H100-80GB", "6s", "hard").replace("model: H100-80GB", "count: 3\n    model: H100-80GB")
                + "  - {name: b, model: A30, slices: [{profile: 2g.12gb, model: sd15, start: 2}]}\n"
                + "  - {name: c, model: L4, goal: {model: sd15, latency: 20s, isolation: shared}}\n");
        List<Choice> choices = new Chooser(sd15(), NONE).choose(plan);
        Path written = directory.resolve("chosen.yaml");
        Files.writeString(written, new ChosenPlan(plan, choices, directory).text());
        Plan chosen = PlanReader.read(written);
        assertThat(PlanCheck.check(chosen).legal()).isTrue();
        assertThat(chosen.models()).isEqualTo(plan.models());
        assertThat(chosen.repositories()).isEqualTo(plan.repositories());
        assertThat(chosen.gpus().get(0).count()).isEqualTo(3);
        assertThat(chosen.gpus().get(0).slices().stream().map(slice -> slice.count() + " x " + slice.profileName()))
                .containsExactly("1 x 1g.20gb", "6 x 1g.10gb");
        assertThat(chosen.gpus().get(1).slices()).isEqualTo(plan.gpus().get(1).slices());
        assertThat(chosen.gpus().get(2).goal()).isEqualTo(plan.gpus().get(2).goal());
        Choice.Cut cut = (Choice.Cut) choices.get(0);
        assertThat(cut.picturesPerHour())
                .isCloseTo(
                        3
                                * (6 * cut.figures("1g.10gb").picturesPerHour()
                                        + cut.figures("1g.20gb").picturesPerHour()),
                        offset(1e-6));
    }

    private List<Choice> choose(String text, Measurements measurements) throws IOException {
        return new Chooser(sd15(), measurements).choose(read(text));
    }

    private static Function<ModelSpec, ModelSize> sd15() {
        return model -> ModelSize.stableDiffusion15(SafetyChecker.LEFT_OUT);
    }

    private Plan read(String text) throws IOException {
        return PlanReader.read(Files.writeString(directory.resolve("plan.yaml"), text));
    }

    private static String goal(String card, String latency, String isolation) {
        return """
                version: 1
                repositories: repositories
                models:
                  sd15: {source: sd15-onnx, resolutions: [512x512], safety-checker: false}
                gpus:
                  - name: a
                    model: %s
                    goal: {model: sd15, latency: %s, steps: 20, isolation: %s}
                """.formatted(card, latency, isolation);
    }

    private static Measured measured(double step, double decode) {
        return new Measured(
                Map.of(
                        ModelRole.UNET, engine(new Measurement(2, 512, 512, step, 1 << 30)),
                        ModelRole.VAE_DECODER, engine(new Measurement(1, 512, 512, decode, 1 << 30))),
                2L << 30);
    }

    private static EngineRecord engine(Measurement measurement) {
        return new EngineRecord(
                "key", "sha256:0", List.of(), 1 << 30, 3, 60, Optional.empty(), 1 << 30, List.of(measurement));
    }
}
