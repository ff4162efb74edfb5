package dev.diffract.frontend.core.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.noise.TorchGenerator;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.TreeNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.FinalSigma;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.SolverChoice;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sampler says it takes makes a difference to its runs, and nothing else does. */
class SamplerOptionsTest {

    private static final int STEPS = 8;
    private static final SchedulerConfig CONFIG = SchedulerConfigs.stableDiffusion();

    static Stream<SamplerFactory> samplers() {
        return Samplers.all().stream()
                .flatMap(factory -> Stream.of(SigmaSchedule.values())
                        .filter(schedule -> factory.takesSchedules() || schedule == factory.schedule())
                        .map(factory::with))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void etaCountsWhereItIsTaken(SamplerFactory sampler) {
        long results = Stream.of(OptionalDouble.of(0.2), OptionalDouble.of(0.7))
                .map(eta -> new SamplerOptions(eta, Optional.empty(), Optional.empty(), Optional.empty()))
                .map(options -> end(sampler, options))
                .distinct()
                .count();
        assertThat(results > 1).isEqualTo(sampler.takesEta());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theSpacingCountsWhereItIsTaken(SamplerFactory sampler) {
        long results = Stream.of(TimestepSpacing.values())
                .filter(spacing -> spacing != TimestepSpacing.ORIGINAL)
                .map(spacing -> end(sampler, spaced(spacing)))
                .distinct()
                .count();
        assertThat(results > 1).isEqualTo(sampler.takesSpacing(CONFIG));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theOriginalGridIsRunWhereItIsTaken(SamplerFactory sampler) {
        String linspace = end(sampler, spaced(TimestepSpacing.LINSPACE));
        String original = end(sampler, spaced(TimestepSpacing.ORIGINAL));
        assertThat(original).doesNotContain("NaN", "Infinity");
        if (!sampler.takesOriginalSpacing()) {
            assertThat(original).isEqualTo(linspace);
        } else if (!sampler.scheduled()) {
            // Of others the grid may be the same.
            assertThat(original).isNotEqualTo(linspace);
        }
    }

    private static SamplerOptions spaced(TimestepSpacing spacing) {
        return new SamplerOptions(OptionalDouble.empty(), Optional.of(spacing), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theFinalSigmaCountsWhereItIsTaken(SamplerFactory sampler) {
        long results = Stream.of(FinalSigma.values())
                .map(Optional::of)
                .map(sigma -> new SamplerOptions(OptionalDouble.empty(), Optional.empty(), sigma, Optional.empty()))
                .map(options -> end(sampler, options))
                .distinct()
                .count();
        assertThat(results > 1).isEqualTo(sampler.takesFinalSigma());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aBrownianTreeCountsWhereItIsTaken(SamplerFactory sampler) {
        StepNoise tree = new TreeNoise(TorchGenerator::seeded, 1);
        String ofTree = end(sampler.create(CONFIG, STEPS, SamplerOptions.NONE, tree, Beginning.OF_NOISE));
        assertThat(ofTree.equals(end(sampler, SamplerOptions.NONE))).isEqualTo(!sampler.takesStepNoise());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void orderAndTypeOfASolverCountWhereTheyAreTaken(SamplerFactory sampler) {
        Stream<SolverChoice> orders = IntStream.rangeClosed(1, SolverChoice.LARGEST_ORDER)
                .mapToObj(order -> new SolverChoice(OptionalInt.of(order), Optional.empty()));
        Stream<SolverChoice> types =
                Stream.of(SolverType.values()).map(type -> new SolverChoice(OptionalInt.empty(), Optional.of(type)));
        assertThat(ends(sampler, orders)).isEqualTo(sampler.takesSolver() ? 3 : 1);
        assertThat(ends(sampler, types)).isEqualTo(sampler.takesSolver() ? 2 : 1);
    }

    private static long ends(SamplerFactory sampler, Stream<SolverChoice> choices) {
        return choices.map(choice -> new SamplerOptions(
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        choice))
                .map(options -> end(sampler, options))
                .distinct()
                .count();
    }

    private static String end(SamplerFactory sampler, SamplerOptions options) {
        return end(sampler.create(CONFIG, STEPS, options));
    }

    private static String end(Sampler sampler) {
        return Arrays.toString(Runs.last(Runs.run(sampler, 1, 16)).latents());
    }
}
