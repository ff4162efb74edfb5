package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.imaging.Raster;
import java.util.List;
import java.util.Optional;

/**
 * A finished picture.
 *
 * @param index which of the request's pictures, from 0
 * @param seed the seed it was drawn from
 * @param picture what there is to see, of three channels
 * @param flagged whether the model's safety checker says that it shows what should not be shown; empty if there is none
 * @param instances names of the instances that took part, in the order of their first call
 * @param engines digest of the engines that drew it, if it is to be the same to the bit each time
 */
public record GeneratedImage(
        int index,
        long seed,
        Raster picture,
        Optional<Boolean> flagged,
        List<String> instances,
        Optional<String> engines) {
    public GeneratedImage {
        instances = List.copyOf(instances);
    }

    /** Pixels. */
    public int width() {
        return picture.width();
    }

    /** Pixels. */
    public int height() {
        return picture.height();
    }

    /** Height rows of width pixels of three bytes, red first; not to be changed. */
    public byte[] rgb() {
        return picture.values();
    }
}
