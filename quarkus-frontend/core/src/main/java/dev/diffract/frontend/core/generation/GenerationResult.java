package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.List;

/**
 * A finished generation.
 *
 * @param created when it was accepted
 * @param images by index
 */
public record GenerationResult(
        String id, Instant created, GenerationPlan plan, List<GeneratedImage> images, GenerationTimings timings) {
    public GenerationResult {
        images = List.copyOf(images);
    }
}
