package dev.diffract.frontend.core.fleet;

/**
 * A model that is ready on an instance.
 *
 * @param checkpoint that it was built from
 * @param largestBatch rows that one call may have, at least 1
 * @param engine what computes it: instances of the same engine give the same answers
 */
public record ServedModel(String checkpoint, int largestBatch, String engine) {

    /**
     * @throws IllegalArgumentException if {@code largestBatch} is out of its range
     */
    public ServedModel {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("largestBatch must be at least 1, was " + largestBatch);
        }
    }
}
