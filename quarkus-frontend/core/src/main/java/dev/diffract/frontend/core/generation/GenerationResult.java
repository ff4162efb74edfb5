package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A finished generation.
 *
 * @param created when it was accepted
 * @param doneBy when it was to have ended, as was foreseen when it was accepted; empty if nothing could be said
 * @param images by index
 */
public record GenerationResult(
        String id,
        Instant created,
        Optional<Instant> doneBy,
        GenerationPlan plan,
        List<GeneratedImage> images,
        GenerationTimings timings) {
    public GenerationResult {
        images = List.copyOf(images);
    }
}
