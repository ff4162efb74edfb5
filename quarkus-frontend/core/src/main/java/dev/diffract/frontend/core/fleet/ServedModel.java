package dev.diffract.frontend.core.fleet;

import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.MeasuredCalls;
import java.util.Optional;

/**
 * A model that is ready on an instance.
 *
 * @param checkpoint that it was built from
 * @param largestBatch rows that one call may have, at least 1
 * @param engine what computes it: instances of the same engine give the same answers, but for rounding
 * @param arithmetic what its rounding depends on beside the batch: the file that computes it and, on a CPU, the number of threads; empty
 *     if the server does not tell it all
 * @param measured what calls took when its engine was built
 * @param memory what its engine takes of the slice; empty if the server does not tell it, or no engine computes it
 */
public record ServedModel(
        String checkpoint,
        int largestBatch,
        String engine,
        Optional<String> arithmetic,
        MeasuredCalls measured,
        Optional<EngineMemory> memory) {

    /**
     * @throws IllegalArgumentException if {@code largestBatch} is out of its range
     */
    public ServedModel {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("largestBatch must be at least 1, was " + largestBatch);
        }
    }

    /** One of which nobody tells what its engine takes. */
    public ServedModel(String checkpoint, int largestBatch, String engine, Optional<String> arithmetic) {
        this(checkpoint, largestBatch, engine, arithmetic, MeasuredCalls.NONE, Optional.empty());
    }

    /** The same, whose server does not tell how it rounds. */
    public ServedModel(String checkpoint, int largestBatch, String engine) {
        this(checkpoint, largestBatch, engine, Optional.empty());
    }
}
