package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.sampling.Samplers;
import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.SchedulerConfig;

/** A model as a written repository describes it. The parts belong together and are loaded together. */
public record ModelDefinition(Manifest manifest, ClipTokenizer tokenizer, SchedulerConfig scheduler) {

    public String name() {
        return manifest.model();
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
