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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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

    /** Of the pixels of the second darkest of the demo model's seven pictures. */
    private static final double MOSTLY_BLACK = 0.5;

    /** Of the timesteps of the training, which leading ones of a schedule of σ begin at, too. */
    private static final int LAST = 999;

    /** A single step of linspace begins where others of it end. */
    private static final Predicate<JsonNode> OF_ONE_STEP =
            row -> text(row, "spacing").equals("linspace") && row.get("steps").asInt() == 1;

    /** From here on no number of steps is too few, with any order. */
    private static final Map<String, Integer> ENOUGH =
            Map.of("Uniform", 50, "Karras", 20, "Exponential", 20, "Beta", 12);

    @TestFactory
    Stream<DynamicTest> whatDiffusersDrawsIsDrawnAndTheRestIsRefused() {
        return rows("rows")
                .map(row -> dynamicTest(name(row), () -> {
                    TimestepSpacing spacing =
                            TimestepSpacing.find(text(row, "spacing")).orElseThrow();
                    boolean drawn =
                            isDrawn(factory(row), spacing, row.get("steps").asInt());
                    assertThat(drawn).isEqualTo(drawsThere(row, "rows"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> otherOrdersAreDrawnAndRefusedByTheirOwnPictures() {
        return rows("of_order")
                .map(row -> dynamicTest(name(row) + ", order " + row.get("order") + ", " + row.get("steps"), () -> {
                    SchedulerConfig config = ofOrder(row.get("order").asInt());
                    int steps = row.get("steps").asInt();
                    assertThat(isDrawn(factory(row), config, TRAILING, steps, Beginning.OF_NOISE))
                            .isEqualTo(drawsThere(row, "of_order"));
                }));
    }

    /** Whether no run of the same kind in as many steps or more is black there, and this one comes to a picture. */
    private static boolean drawsThere(JsonNode asked, String list) {
        if (!draws(asked)) {
            return false;
        }
        boolean signal =
                isBright(asked) && (asked.path("first_timestep").asInt(LAST) < LAST || OF_ONE_STEP.test(asked));
        return signal
                || rows(list)
                        .filter(row -> kind(row).equals(kind(asked))
                                && row.get("steps").asInt()
                                        >= asked.get("steps").asInt())
                        .allMatch(row -> !draws(row) || OF_ONE_STEP.test(row) || isBright(row));
    }

    private static List<String> kind(JsonNode row) {
        return List.of(text(row, "sampler"), text(row, "schedule"), text(row, "order"));
    }

    private static boolean draws(JsonNode row) {
        return text(row, "verdict").equals("draws");
    }

    private static boolean isBright(JsonNode row) {
        return row.get("dark").asDouble() < MOSTLY_BLACK;
    }

    private static String text(JsonNode row, String key) {
        return row.path(key).asText();
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
                    int enough = ENOUGH.get(text(row, "schedule"));
                    Stream.of(refused, failing).forEach(steps -> steps.removeIf(few -> few < enough));
                    assertThat(refused).isEqualTo(failing);
                }));
    }

    /**
     * diffusers tells its schedulers where such a run begins: no number of steps is too many, at full strength neither. What is left of a
     * run below it begins with signal, and is drawn, unless as much of it is left with Beta as comes out black.
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
                        assertThat(drawn).isEqualTo(drawsWholly(row));
                    } else {
                        assertThat(drawn).isEqualTo(draws(row) && isBright(row));
                    }
                }));
    }

    /** What comes of the whole run is what comes of it from noise, but that none has too many steps. */
    private static boolean drawsWholly(JsonNode row) {
        return draws(row)
                && isBright(row)
                && rows("rows")
                        .filter(other -> kind(other).equals(kind(row))
                                && text(other, "spacing").equals("trailing")
                                && other.get("steps").equals(row.get("steps")))
                        .allMatch(other -> !draws(other) || drawsThere(other, "rows"));
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
