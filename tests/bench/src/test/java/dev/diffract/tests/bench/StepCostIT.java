package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures and reports what a step at 512 × 512 costs the frontend before a slice that computes nothing; how fast decides no test. */
@TestInstance(Lifecycle.PER_CLASS)
class StepCostIT {

    private static final int TOGETHER = 2;
    private static final int ROUNDS = 5;
    private static final int SLICES = 64;
    private static final int AT_MANY_SLICES = 8;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int PICTURES = 200;

    /** Held, because loggers that nobody holds are forgotten with their levels. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Figures figures = new Figures("bench");

    static List<TensorType> types() {
        return List.of(TensorType.FP16, TensorType.FP32);
    }

    /** As in the program. Else every frame is made a line of, of both clients, that nobody reads. */
    @BeforeAll
    static void tellOnlyWhatMatters() {
        GRPC.setLevel(Level.WARNING);
    }

    @AfterAll
    void report() {
        figures.report();
    }

    /** Rounds take turns, after both have run in this process until they are compiled. */
    @ParameterizedTest
    @MethodSource("types")
    void aStepIsHeldAgainstAClientThatPacksUnpacksAndGuides(TensorType type) throws InterruptedException {
        List<Cost> ours = new ArrayList<>();
        List<Cost> raws = new ArrayList<>();
        try (NullSlice.Running slice = NullSlice.start(type, false);
                Client frontend = new FrontendClient(slice.target(), TOGETHER);
                Client raw = new RawClient(slice.target(), type, TOGETHER)) {
            Cost.warm(frontend, raw);
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(Cost.of(frontend, ROUND));
                raws.add(Cost.of(raw, ROUND));
            }
        }
        String name = "step." + type.name().toLowerCase(Locale.ROOT);
        double micros = median(ours, Cost::microseconds);
        double rawMicros = median(raws, Cost::microseconds);
        figures.add(
                name + ".speed",
                ratios(raws, ours, Cost::microseconds),
                "of-a-raw-client",
                ">=",
                0.8,
                Optional.of(new Baseline("microseconds-of-cpu", rawMicros)));
        figures.add(name + ".cpu", micros / 600, "%-of-a-60-ms-step", "<", 1, Optional.empty());
        figures.add(name + ".cpu-of-short", micros / 50, "%-of-a-5-ms-step", "<=", 12, Optional.empty());
        figures.add(
                name + ".garbage",
                ratios(ours, raws, Cost::bytes),
                "of-a-raw-client",
                "<=",
                1.1,
                Optional.of(new Baseline("bytes", median(raws, Cost::bytes))));
        assertThat(micros).isPositive();
    }

    /** A step before many slices is chosen for among all of them. Rounds take turns. */
    @Test
    void aStepAmongManySlicesIsHeldAgainstOneOfALoneSlice() throws InterruptedException {
        List<Cost> ofMany = new ArrayList<>();
        List<Cost> ofOne = new ArrayList<>();
        try (NullSlice.Running slice = NullSlice.start(TensorType.FP16, false, SLICES);
                Client many = new FrontendClient(slice.targets(), AT_MANY_SLICES);
                Client one = new FrontendClient(slice.target(), AT_MANY_SLICES)) {
            Cost.warm(many, one);
            for (int round = 0; round < ROUNDS; round++) {
                ofMany.add(Cost.of(many, ROUND));
                ofOne.add(Cost.of(one, ROUND));
            }
        }
        figures.add(
                "step.64-slices.cpu",
                ratios(ofMany, ofOne, Cost::microseconds),
                "of-one-slice",
                "<=",
                1.1,
                Optional.of(new Baseline("microseconds-of-cpu", median(ofOne, Cost::microseconds))));
        assertThat(ofMany).hasSize(ROUNDS);
    }

    /** Pictures whose first step is never answered, and pictures that wait behind one. */
    @ParameterizedTest
    @MethodSource("types")
    void memoryOfPicturesIsCounted(TensorType type) throws InterruptedException {
        String name = "heap." + type.name().toLowerCase(Locale.ROOT);
        figures.add(name + ".running", held(type, PICTURES) / 1e6, "MB-a-picture", "<=", 0.25, Optional.empty());
        double queued = held(type, 1);
        figures.add(name + ".queued", queued / 1024, "KB-a-picture", "<=", 16, Optional.empty());
        assertThat(queued).isPositive();
    }

    /** Bytes that stay for a picture, of many, of which so many are active. */
    private static double held(TensorType type, int maxActive) throws InterruptedException {
        try (NullSlice.Running slice = NullSlice.start(type, true);
                Frontend frontend = new Frontend(slice.target(), maxActive)) {
            frontend.draw(20, ProgressListener.NONE); // the first also brings what all share
            Thread.sleep(2000);
            long before = used();
            List<Object> kept = new ArrayList<>();
            IntStream.range(0, PICTURES).forEach(i -> kept.add(frontend.draw(20, ProgressListener.NONE)));
            Thread.sleep(3000);
            double held = used() - before;
            assertThat(kept).hasSize(PICTURES);
            return held / PICTURES;
        }
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(200);
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** The median of what each round gives. */
    private static double ratios(List<Cost> of, List<Cost> to, ToDoubleFunction<Cost> cost) {
        double[] ratios = IntStream.range(0, of.size())
                .mapToDouble(i -> cost.applyAsDouble(of.get(i)) / cost.applyAsDouble(to.get(i)))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> cost) {
        double[] sorted = costs.stream().mapToDouble(cost).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
