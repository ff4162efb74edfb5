package dev.diffract.frontend.core.model;

import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SchedulerConfig;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.Optional;

/** What a written repository says of a model, as plain data: all that drawing needs once prompts are read. */
public record Checkpoint(Manifest manifest, SchedulerConfig scheduler) {

    /**
     * Checks that pictures can be drawn from it.
     *
     * @throws dev.diffract.repository.layout.ManifestException if the manifest lacks a model the pipeline needs
     * @throws IllegalArgumentException if the scheduler's configuration asks for something that is not implemented, or
     *     the manifest's default sampler is not known
     */
    public Checkpoint {
        manifest.pipeline().family().needed().forEach(manifest::require);
        checkSampler(scheduler);
        manifest.defaults().sampler().ifPresent(name -> {
            if (Samplers.find(name).isEmpty()) {
                throw new IllegalArgumentException("the manifest's default sampler '" + name + "' is not known");
            }
        });
    }

    /** With one step, which says of all but the number of steps whether pictures can be drawn. */
    private static void checkSampler(SchedulerConfig scheduler) {
        try {
            Samplers.defaultFor(scheduler).create(scheduler, 1);
        } catch (UndrawableException e) {
            if (!(e.obstacle() instanceof Obstacle.StepsFromNoise)) {
                throw e;
            }
        }
    }

    /** As users say it in requests. */
    public String name() {
        return manifest.model();
    }

    /** {@code sha256:...}; another checkpoint of the same name has another. */
    public String digest() {
        return manifest.checkpoint();
    }

    /** What its models take and give. */
    public ModelFamily family() {
        return manifest.pipeline().family();
    }

    /** What gives tensors their sizes. */
    public PipelineNumbers numbers() {
        return manifest.pipeline().numbers();
    }

    /** How latents become small pictures; empty if the repository does not say. */
    public Optional<PreviewFactors> previews() {
        return manifest.pipeline().previews();
    }

    /** Name of the sampler a request gets that asks for none. */
    public String defaultSampler() {
        return manifest.defaults()
                .sampler()
                .flatMap(Samplers::find)
                .orElseGet(() -> Samplers.defaultFor(scheduler))
                .displayName();
    }
}
