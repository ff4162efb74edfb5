package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
import dev.diffract.frontend.core.sampling.schedule.NoiseOfSteps;
import dev.diffract.frontend.core.sampling.schedule.SamplerOptions;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.repository.layout.SchedulerConfig;

/**
 * How a plan's pictures are sampled, by the names of the catalogue.
 *
 * @param name the sampler's without a schedule, for example {@code DPM++ 2M}
 * @param schedule of the sampler
 * @param options that the sampler has a use for
 */
public record Sampling(String name, SigmaSchedule schedule, SamplerOptions options) {

    /**
     * @throws IllegalArgumentException if there is no such sampler, or it has no such schedule on that grid
     */
    public Sampling {
        find(name).with(schedule, options.spacing());
    }

    public static Sampling of(SamplerFactory sampler, SamplerOptions options) {
        return new Sampling(sampler.infotextName(), sampler.schedule(), options);
    }

    /** The sampler, with its schedule. */
    public SamplerFactory sampler() {
        return find(name).with(schedule);
    }

    /**
     * The sampler of a run, as far as it does not depend on the picture.
     *
     * @throws IllegalArgumentException if it cannot make such a run
     */
    public Sampler create(SchedulerConfig config, int steps, Beginning beginning) {
        return create(config, steps, StepNoise.OF_PICTURE, beginning);
    }

    /**
     * The sampler of a picture's run.
     *
     * @param tree the noise of the picture's Brownian tree, for samplers that are to draw from one
     * @throws IllegalArgumentException if it cannot make such a run
     */
    public Sampler create(SchedulerConfig config, int steps, StepNoise tree, Beginning beginning) {
        boolean fromTree =
                options.noise().filter(NoiseOfSteps.BROWNIAN_TREE::equals).isPresent();
        return sampler().create(config, steps, options, fromTree ? tree : StepNoise.OF_PICTURE, beginning);
    }

    /** Whether pictures to start from are taken up as in AUTOMATIC1111, and not as in diffusers. Masks never are. */
    public boolean beginsOriginally() {
        boolean original =
                options.spacing().filter(TimestepSpacing.ORIGINAL::equals).isPresent();
        return (original || sampler().isAlwaysOriginal()) && sampler().beginsOriginally();
    }

    private static SamplerFactory find(String name) {
        return Samplers.find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no sampler '" + name + "'"));
    }
}
