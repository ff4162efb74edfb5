package dev.diffract.frontend.core.generation;

import java.util.List;
import java.util.Optional;

/**
 * A finished picture.
 *
 * @param index which of the request's pictures, from 0
 * @param seed the seed it was drawn from
 * @param file what there is to see
 * @param flagged whether the model's safety checker says that it shows what should not be shown; empty if there is none
 * @param instances names of the instances that took part, in the order of their first call
 * @param engines digest of the engines that drew it, if it is to be the same to the bit each time
 * @param origin what it was drawn with
 */
public record GeneratedImage(
        int index,
        long seed,
        PictureFile file,
        Optional<Boolean> flagged,
        List<String> instances,
        Optional<String> engines,
        Origin origin) {
    public GeneratedImage {
        instances = List.copyOf(instances);
    }

    /**
     * What a picture was drawn with.
     *
     * @param checkpoint the digest, {@code sha256:...}
     * @param again whether it had begun with another one and was started again
     */
    public record Origin(String checkpoint, boolean again) {}
}
