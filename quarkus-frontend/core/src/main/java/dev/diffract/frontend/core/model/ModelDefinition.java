package dev.diffract.frontend.core.model;

import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Optional;

/** A model as a written repository describes it. The parts belong together and are loaded together. */
public record ModelDefinition(Checkpoint checkpoint, ClipTokenizer tokenizer) {

    /**
     * @throws dev.diffract.repository.layout.ManifestException if the manifest lacks a model the pipeline needs
     * @throws IllegalArgumentException if the scheduler's configuration asks for something that is not implemented, or
     *     the manifest's default sampler is not known
     */
    public ModelDefinition(Manifest manifest, ClipTokenizer tokenizer, SchedulerConfig scheduler) {
        this(new Checkpoint(manifest, scheduler), tokenizer);
    }

    public Manifest manifest() {
        return checkpoint.manifest();
    }

    public SchedulerConfig scheduler() {
        return checkpoint.scheduler();
    }

    public String name() {
        return checkpoint.name();
    }

    /** How latents become small pictures; empty if the repository does not say. */
    public Optional<PreviewFactors> previews() {
        return checkpoint.previews();
    }

    /** Name of the sampler a request gets that asks for none. */
    public String defaultSampler() {
        return checkpoint.defaultSampler();
    }
}
