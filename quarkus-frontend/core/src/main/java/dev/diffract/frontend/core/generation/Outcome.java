package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What becomes of a generation: its pictures, one by one, and its end. Thread-safe. */
final class Outcome {

    private final String id;
    private final Instant created;
    private final GeneratedImage[] images;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();

    Outcome(String id, int count, Instant created) {
        this.id = id;
        this.created = created;
        this.images = new GeneratedImage[count];
    }

    CompletionStage<GenerationResult> result() {
        return result;
    }

    /**
     * @return whether it was the last
     */
    synchronized boolean add(GeneratedImage image) {
        images[image.index()] = image;
        return Arrays.stream(images).allMatch(Objects::nonNull);
    }

    /**
     * Ends with all pictures.
     *
     * @param drawn the plan that the last of them was drawn by
     */
    void complete(GenerationPlan drawn, Optional<Instant> doneBy, GenerationTimings timings) {
        result.complete(new GenerationResult(id, created, doneBy, drawn, Arrays.asList(images), timings));
    }

    void fail(GenerationException failure) {
        result.completeExceptionally(failure);
    }
}
