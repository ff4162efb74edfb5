package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.tests.harness.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures and reports; how fast this machine is decides no test. */
class FrontendCostIT {

    private static final double STEP_MICROSECONDS = 60_000;
    private static final double GOAL_PERCENT = 0.5;

    @Test
    void everySamplerTheTokenizerAndTheLookForNaNAreMeasured() throws Exception {
        Figures figures = new Figures("bench");
        for (RunResult result : measured()) {
            add(result, figures);
        }
        figures.report();
        assertThat(figures.size()).isEqualTo(Samplers.all().size() + 2);
    }

    private static List<RunResult> measured() throws RunnerException {
        List<RunResult> results = new ArrayList<>(new Runner(options()
                        .include(SamplerStepBenchmark.class.getSimpleName())
                        .param(
                                "sampler",
                                Samplers.all().stream()
                                        .map(SamplerFactory::displayName)
                                        .toArray(String[]::new))
                        .build())
                .run());
        for (Class<?> benchmark : List.of(TokenizerBenchmark.class, FiniteBenchmark.class)) {
            results.addAll(
                    new Runner(options().include(benchmark.getSimpleName()).build()).run());
        }
        return results;
    }

    private static ChainedOptionsBuilder options() {
        return new OptionsBuilder()
                .forks(1)
                .jvmArgs("-Ddiffract.home=" + System.getProperty("diffract.home"))
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true);
    }

    /** The share of a step in percent, from the fastest tenth: being interrupted by other programs is no cost of ours. */
    private static void add(RunResult result, Figures figures) {
        String sampler = result.getParams().getParam("sampler");
        double microseconds = result.getPrimaryResult().getStatistics().getPercentile(10);
        if (sampler == null) {
            boolean finite = result.getParams().getBenchmark().contains(FiniteBenchmark.class.getSimpleName());
            share(finite ? "finite" : "tokenizer", microseconds, figures);
            return;
        }
        String name = "sampler." + sampler.toLowerCase(Locale.ROOT).replace(' ', '_');
        share(name, microseconds / SamplerStepBenchmark.calls(sampler), figures);
    }

    private static void share(String name, double microseconds, Figures figures) {
        figures.add(
                name, 100 * microseconds / STEP_MICROSECONDS, "%-of-a-60-ms-step", "<", GOAL_PERCENT, Optional.empty());
    }
}
