package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.repository.layout.SchedulerConfig;

/**
 * How a plan's pictures are sampled.
 *
 * @param sampler with its schedule
 * @param options that the sampler has a use for
 */
public record Sampling(SamplerFactory sampler, SamplerOptions options) {

    /**
     * The sampler of a run.
     *
     * @param start how many of the run's steps are left out at the beginning
     * @throws IllegalArgumentException if it cannot make such a run
     */
    public Sampler create(SchedulerConfig config, int steps, int start) {
        return sampler.create(config, steps, options, start);
    }
}
