package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Requests that the test model can draw, with all fields but pictures drawn at random. */
public final class RandomRequests {

    private static final String[] PIECES = {
        "a",
        "cat",
        " ",
        "  ",
        "\n",
        ", ",
        ": ",
        "Steps: 20, Sampler: x, Seed: 1",
        "\"",
        "\\",
        "é",
        "🙂",
        "Negative",
        "(b:1.2)",
        "[c|d]",
        "\t",
        "prompt:",
        "<lora:x:1>",
        "\r"
    };

    private RandomRequests() {}

    public static GenerationRequest of(Random random) {
        SamplerFactory sampler =
                Samplers.all().get(random.nextInt(Samplers.all().size()));
        SigmaSchedule schedule = SigmaSchedule.values()[random.nextInt(SigmaSchedule.values().length)];
        SamplerFactory scheduled = sampler.takesSchedules() ? sampler.with(schedule) : sampler;
        HiresRequest hires = random.nextInt(4) > 0
                ? null
                : new HiresRequest(2.0, "latent", 1L + random.nextInt(10), random.nextInt(30, 101) / 100.0);
        return GenerationRequest.builder()
                .prompt("x" + text(random, 20))
                .negativePrompt(random.nextBoolean() ? null : text(random, 20))
                .steps(1L + random.nextInt(20))
                .guidance(random.nextInt(301) / 10.0)
                .size(64L * (1 + random.nextInt(4)), 64L * (1 + random.nextInt(4)))
                .sampler(scheduled.displayName())
                .count(1L + random.nextInt(16))
                .guidanceRescale(random.nextInt(5) / 4.0)
                .hires(hires)
                .reading(
                        List.of("a1111", "compel", "plain").get(random.nextInt(3)),
                        List.of("Original", "No norm", "Ignore", "None").get(random.nextInt(4)),
                        1L + random.nextInt(3))
                .padConds(random.nextBoolean() ? null : random.nextBoolean())
                .noise(new NoiseRequest(
                        random.nextBoolean() ? "cpu" : "gpu",
                        random.nextLong() & Long.MAX_VALUE,
                        random.nextLong() & Long.MAX_VALUE,
                        random.nextInt(5) / 4.0))
                .options(options(scheduled, random))
                .reproducible(random.nextBoolean() ? null : "exact")
                .wanted(random.nextBoolean() ? null : "batch", random.nextBoolean() ? null : 60L)
                .build();
    }

    /** Those that the sampler has a use for; a schedule rescaled to zero terminal SNR has to start below its end. */
    private static SamplingOptions options(SamplerFactory sampler, Random random) {
        Boolean rescale = List.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty())
                .get(random.nextInt(3))
                .filter(said -> !said || canBeginBelowTheEnd(sampler))
                .orElse(null);
        boolean rescaled = Boolean.TRUE.equals(rescale);
        boolean spaced = sampler.takesSpacing(SchedulerConfigs.stableDiffusion());
        List<String> spacings = rescaled ? List.of("leading") : List.of("leading", "linspace", "trailing");
        return new SamplingOptions(
                random.nextBoolean() ? null : sampler.schedule().id(),
                sampler.takesEta() && random.nextBoolean() ? random.nextInt(101) / 100.0 : null,
                onOriginalGridAlone(sampler)
                        ? "original"
                        : spaced && (random.nextBoolean() || rescaled)
                                ? spacings.get(random.nextInt(spacings.size()))
                                : null,
                sampler.takesFinalSigma() && random.nextBoolean()
                        ? List.of("zero", "sigma_min").get(random.nextInt(2))
                        : null,
                rescale,
                sampler.takesStepNoise() && random.nextBoolean()
                        ? List.of("generator", "brownian_tree").get(random.nextInt(2))
                        : null,
                sampler.takesSolver() && random.nextBoolean()
                        ? new SolverOptions(
                                1L + random.nextInt(3), List.of("bh1", "bh2").get(random.nextInt(2)))
                        : SolverOptions.NONE);
    }

    private static boolean onOriginalGridAlone(SamplerFactory sampler) {
        return sampler.schedule() != sampler.usual() && !sampler.takesSchedules(Optional.empty());
    }

    private static boolean canBeginBelowTheEnd(SamplerFactory sampler) {
        return sampler.takesSpacing(SchedulerConfigs.stableDiffusion())
                && RunSettings.schedule(sampler.schedule(), SchedulerConfigs.stableDiffusion())
                        == SigmaSchedule.UNIFORM;
    }

    public static String text(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(pieces); count > 0; count--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString().replace("Negative prompt:", "positive");
    }
}
