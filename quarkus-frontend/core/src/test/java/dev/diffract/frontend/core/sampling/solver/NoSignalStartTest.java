package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.Vectors;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.layout.SolverConfig;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model of the noise and a schedule that ends in nothing else. {@code tests/parity/record_zero_snr.py} recorded what diffusers makes of every
 * run; the latents of those that are drawn are compared by {@link SamplerParityTest}, whole pictures by the end-to-end tests.
 */
class NoSignalStartTest {

    private static final JsonNode RECORDED = Vectors.read("zero-snr.json");
    private static final SchedulerConfig CONFIG = SchedulerConfigs.stableDiffusion();
    private static final int STEPS = 10;
    private static final TimestepSpacing TRAILING = TimestepSpacing.TRAILING;

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
                .flatMap(NoSignalStartTest::rows)
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

    /** There is nothing in diffusers to be the same as. */
    @ParameterizedTest
    @ValueSource(strings = {"DDIM CFG++", "DPM++ 2S a", "DPM++ 3M SDE", "Restart"})
    void whatDiffusersHasNotIsRefused(String name) {
        refused(name, TRAILING, STEPS, new Obstacle.OnlyNoise(999));
    }

    /** AUTOMATIC1111 does, with every sampler and from the first step on; its runs are among those of {@link SamplerParityTest}. */
    @Test
    void theOriginalGridIsAlwaysDrawnOn() {
        assertThat(Samplers.all())
                .filteredOn(SamplerFactory::takesOriginalSpacing)
                .hasSizeGreaterThan(20)
                .allSatisfy(sampler -> assertThat(isDrawn(sampler, TimestepSpacing.ORIGINAL, 1))
                        .isTrue());
        assertThat(Stream.of("DPM fast", "DPM adaptive")
                        .map(name -> Samplers.find(name).orElseThrow()))
                .allSatisfy(
                        sampler -> assertThat(isDrawn(sampler, TRAILING, STEPS)).isTrue());
    }

    @Test
    void whatWouldWorkIsSaid() {
        refused("DDIM", TRAILING, STEPS, new Obstacle.OnlyNoise(999));
        refused("Euler", TRAILING, 2, new Obstacle.StepsFromNoise(999, 3, 999, 2));
        refused("Euler a", TRAILING, 1, new Obstacle.StepsFromNoise(999, 3, 999, 1));
        refused("DPM++ 2M Exponential", TRAILING, 4, new Obstacle.StepsFromNoise(999, 5, 20, 4));
        refused("UniPC Karras", TRAILING, 30, new Obstacle.StepsFromNoise(999, 5, 20, 30));
        refused("DPM++ 2M Beta", TRAILING, 20, new Obstacle.OnlyNoise(999));
    }

    /** Both numbers that a refusal says are drawn with, and those beyond are not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DPM++ 2M Karras",
                "DPM++ 2M Exponential",
                "DPM++ 2M SDE Karras",
                "DPM++ 2M SDE Heun Exponential",
                "UniPC Karras",
                "UniPC Polyexponential"
            })
    void theStepsThatAreSaidAreTheFirstAndTheLastThatWork(String name) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThatThrownBy(() -> sampler(factory, TRAILING, true, GenerationLimits.STEPS, 0))
                .isInstanceOfSatisfying(UndrawableException.class, refusal -> {
                    Obstacle.StepsFromNoise said = (Obstacle.StepsFromNoise) refusal.obstacle();
                    assertThat(isDrawn(factory, TRAILING, said.least())).isTrue();
                    assertThat(isDrawn(factory, TRAILING, said.least() - 1)).isFalse();
                    assertThat(isDrawn(factory, TRAILING, said.most())).isTrue();
                    assertThat(isDrawn(factory, TRAILING, said.most() + 1)).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Euler",
                "Euler Karras",
                "Euler Beta",
                "Euler a",
                "DPM++ 2M",
                "DPM++ 2M Karras",
                "DPM++ 2M SDE Exponential",
                "UniPC",
                "UniPC Exponential"
            })
    void whatIsDrawnIsRescaled(String name) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThat(last(sampler(factory, TRAILING, true, STEPS, 0)))
                .isNotEqualTo(last(sampler(factory, TRAILING, false, STEPS, 0)));
    }

    @Test
    void whatBeginsLaterIsRescaled() {
        SamplerFactory euler = Samplers.find("Euler").orElseThrow();
        float[] trained = last(sampler(euler, TimestepSpacing.LEADING, false, STEPS, 0));

        assertThat(last(sampler(euler, TimestepSpacing.LEADING, true, STEPS, 0)))
                .isNotEqualTo(trained);
        assertThat(last(sampler(euler, TRAILING, true, STEPS, 3))).hasSize(16);
    }

    /** The rest of a run is not looked up: diffusers tells its schedulers where it begins. */
    @Test
    void theRestOfARunMayHaveAnyNumberOfSteps() {
        SamplerFactory factory = Samplers.find("UniPC Karras").orElseThrow();
        assertThat(last(sampler(factory, TRAILING, true, 50, 1))).hasSize(16).doesNotContain(Float.NaN);
    }

    /** No sampler and no schedule may come to numbers that are none. */
    @ParameterizedTest
    @EnumSource(TimestepSpacing.class)
    void whateverIsDrawnIsFinite(TimestepSpacing spacing) {
        for (SamplerFactory sampler : Samplers.all()) {
            for (SigmaSchedule schedule : SigmaSchedule.values()) {
                if (!sampler.scheduled() && schedule != SigmaSchedule.AUTOMATIC) {
                    continue;
                }
                try {
                    float[] latents = last(sampler(sampler.with(schedule), spacing, true, STEPS, 0));
                    for (float value : latents) {
                        assertThat(value)
                                .as("%s, %s", sampler.infotextName(), schedule)
                                .isFinite();
                    }
                } catch (UndrawableException refused) {
                    assertThat(refused.obstacle()).isNotNull();
                }
            }
        }
    }

    private static void refused(String name, TimestepSpacing spacing, int steps, Obstacle obstacle) {
        SamplerFactory factory = Samplers.find(name).orElseThrow();
        assertThatThrownBy(() -> sampler(factory, spacing, true, steps, 0))
                .isInstanceOf(UndrawableException.class)
                .extracting(refusal -> ((UndrawableException) refusal).obstacle())
                .isEqualTo(obstacle);
    }

    private static boolean isDrawn(SamplerFactory factory, TimestepSpacing spacing, int steps) {
        return isDrawn(factory, CONFIG, spacing, steps, Beginning.OF_NOISE);
    }

    private static boolean isDrawn(
            SamplerFactory factory, SchedulerConfig config, TimestepSpacing spacing, int steps, Beginning beginning) {
        try {
            return factory.create(config, steps, options(spacing, true), StepNoise.OF_PICTURE, beginning)
                            .calls()
                    > 0;
        } catch (UndrawableException refused) {
            assertThat(refused.obstacle()).isInstanceOfAny(Obstacle.OnlyNoise.class, Obstacle.StepsFromNoise.class);
            return false;
        }
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

    private static Sampler sampler(
            SamplerFactory factory, TimestepSpacing spacing, boolean rescaled, int steps, int start) {
        return factory.create(CONFIG, steps, options(spacing, rescaled), start);
    }

    private static SamplerOptions options(TimestepSpacing spacing, boolean rescaled) {
        return new SamplerOptions(
                OptionalDouble.empty(), Optional.of(spacing), Optional.empty(), Optional.of(rescaled));
    }

    private static float[] last(Sampler sampler) {
        return Runs.last(Runs.run(sampler, 1, 16)).latents();
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
