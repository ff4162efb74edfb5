package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.CONFIG;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.TRAILING;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.isDrawn;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.last;
import static dev.diffract.frontend.core.sampling.solver.RescaledRuns.sampler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SolverConfig;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What becomes of runs of a model of the noise whose schedule ends in nothing else. {@code tests/parity/record_zero_snr.py} recorded what
 * diffusers makes of every run; the latents of those that are drawn are compared by {@link SamplerParityTest}, whole pictures by the
 * end-to-end tests.
 */
class NoSignalVerdictsTest {

    private static final JsonNode RECORDED = Vectors.read("zero-snr.json");
    private static final int STEPS = 10;

    private static final Set<String> NO_PICTURE = Set.of("raises", "not finite");

    /** Of the pixels of the demo model's pictures. From one to the other it is a matter of the model: some are drawn, some are not. */
    private static final double BLACK = 0.9;

    private static final double MOSTLY_BLACK = 0.5;

    private static final int ENOUGH = 5;

    @TestFactory
    Stream<DynamicTest> whatDiffusersDrawsIsDrawnAndTheRestIsRefused() {
        return rows("rows")
                .map(row -> dynamicTest(name(row), () -> {
                    TimestepSpacing spacing =
                            TimestepSpacing.find(row.get("spacing").asText()).orElseThrow();
                    int steps = row.get("steps").asInt();
                    asThere(row, isDrawn(factory(row), spacing, steps));
                }));
    }

    @TestFactory
    Stream<DynamicTest> fewStepsOfOtherOrdersAreDrawnAndRefusedByTheirOwnPictures() {
        return rows("of_order")
                .map(row -> dynamicTest(name(row) + ", order " + row.get("order") + ", " + row.get("steps"), () -> {
                    SchedulerConfig config = ofOrder(row.get("order").asInt());
                    int steps = row.get("steps").asInt();
                    asThere(row, isDrawn(factory(row), config, TRAILING, steps, Beginning.OF_NOISE));
                }));
    }

    private static void asThere(JsonNode row, boolean drawn) {
        String verdict = row.get("verdict").asText();
        if (NO_PICTURE.contains(verdict)) {
            assertThat(drawn).as(verdict).isFalse();
            return;
        }
        assertThat(verdict).isEqualTo("draws");
        double dark = row.get("least_dark").asDouble();
        if (dark < MOSTLY_BLACK) {
            assertThat(drawn).as("a picture").isTrue();
        } else if (dark >= BLACK) {
            assertThat(drawn).as("black").isFalse();
        }
    }

    /** Every number of steps that ends in an error in diffusers, and no other of those that are not too few; of no order others. */
    @TestFactory
    Stream<DynamicTest> moreStepsThanDiffusersCanTellApartAreRefused() {
        return rows("failing")
                .map(row -> dynamicTest(name(row) + ", order " + row.get("order"), () -> {
                    SchedulerConfig config = ofOrder(row.get("order").asInt());
                    SamplerFactory factory = factory(row);
                    Set<Integer> refused = numbers(row.get("asked"));
                    refused.removeIf(steps -> isDrawn(factory, config, TRAILING, steps, Beginning.OF_NOISE));
                    Set<Integer> failing = numbers(row.get("steps"));
                    Stream.of(refused, failing).forEach(steps -> steps.removeIf(few -> few < ENOUGH));
                    assertThat(refused).isEqualTo(failing);
                }));
    }

    /**
     * diffusers tells its schedulers where such a run begins: no number of steps is too many, at full strength neither. Below it a run
     * begins with signal, and what it comes to is the model's doing.
     */
    @TestFactory
    Stream<DynamicTest> whatBeginsWithAPictureIsDrawnWhereDiffusersDrawsIt() {
        return rows("from_picture")
                .map(row -> dynamicTest(name(row) + ", " + row.get("steps") + " at " + row.get("strength"), () -> {
                    int steps = row.get("steps").asInt();
                    double strength = row.get("strength").asDouble();
                    boolean drawn =
                            isDrawn(factory(row), CONFIG, TRAILING, steps, Source.beginning(strength, steps, false));
                    if (strength == 1) {
                        asThere(row, drawn);
                    } else {
                        assertThat(drawn).isEqualTo(row.get("verdict").asText().equals("draws"));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> classesThatDoNotKnowOfItDrawAsTrained() {
        return rows("unknowing")
                .map(row -> dynamicTest(
                        name(row),
                        () -> assertThat(last(sampler(factory(row), TRAILING, true, STEPS, 0)))
                                .containsExactly(last(sampler(factory(row), TRAILING, false, STEPS, 0)))));
    }

    @Test
    void everySamplerOfDiffusersIsRecorded() {
        Set<String> recorded = Stream.of("rows", "unknowing")
                .flatMap(NoSignalVerdictsTest::rows)
                .map(row -> row.get("sampler").asText())
                .collect(Collectors.toSet());
        assertThat(recorded)
                .containsAll(Samplers.all().stream()
                        .filter(sampler -> sampler.aliases().stream().anyMatch(alias -> alias.endsWith("Scheduler")))
                        .map(SamplerFactory::infotextName)
                        .toList());
        assertThat(rows("rows").map(row -> row.get("verdict").asText()).distinct())
                .contains("raises", "not finite", "draws");
    }

    private static SchedulerConfig ofOrder(int order) {
        SolverConfig none = SolverConfig.NONE;
        return SchedulerConfigs.stableDiffusion(
                CONFIG.className(),
                CONFIG.predictionType(),
                new SolverConfig(
                        none.sigmas(),
                        none.finalSigmas(),
                        none.algorithm(),
                        none.type(),
                        Optional.of(order),
                        none.originalSteps(),
                        none.timestepScaling()));
    }

    private static Set<Integer> numbers(JsonNode array) {
        Set<Integer> numbers = new TreeSet<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static SamplerFactory factory(JsonNode row) {
        SamplerFactory factory = Samplers.find(row.get("sampler").asText()).orElseThrow();
        return factory.scheduled()
                ? factory.with(SigmaSchedule.find(row.get("schedule").asText()).orElseThrow())
                : factory;
    }

    private static String name(JsonNode row) {
        String spread = row.get("sampler").asText() + ", " + row.get("schedule").asText();
        return row.has("spacing")
                ? spread + ", " + row.get("spacing").asText() + ", "
                        + row.get("steps").asInt()
                : spread;
    }

    private static Stream<JsonNode> rows(String key) {
        return StreamSupport.stream(RECORDED.get(key).spliterator(), false);
    }
}
