package dev.diffract.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    void everySamplerAndTheTokenizerAreMeasured() throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : measured()) {
            figures.add(figure(result));
        }
        assertThat(figures).hasSize(Samplers.all().size() + 1);
        figures.forEach(System.out::println);
        new ObjectMapper().writeValue(Path.of("target", "figures.json").toFile(), figures);
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
        results.addAll(new Runner(options()
                        .include(TokenizerBenchmark.class.getSimpleName())
                        .build())
                .run());
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
    private static Figure figure(RunResult result) {
        String sampler = result.getParams().getParam("sampler");
        double microseconds = result.getPrimaryResult().getStatistics().getPercentile(10);
        if (sampler == null) {
            return share("tokenizer", microseconds);
        }
        String name = "sampler." + sampler.toLowerCase(Locale.ROOT).replace(' ', '_');
        return share(name, microseconds / SamplerStepBenchmark.calls(sampler));
    }

    private static Figure share(String name, double microseconds) {
        return new Figure(name, 100 * microseconds / STEP_MICROSECONDS, "%-of-a-60-ms-step", GOAL_PERCENT);
    }
}
