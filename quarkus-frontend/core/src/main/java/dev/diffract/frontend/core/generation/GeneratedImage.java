package dev.diffract.frontend.core.generation;

import java.util.List;

/**
 * A finished picture.
 *
 * @param index which of the request's pictures, from 0
 * @param seed the seed it was drawn from
 * @param width pixels
 * @param height pixels
 * @param rgb height rows of width pixels of three bytes, red first; not to be changed
 * @param instances names of the instances that took part, in the order of their first call
 * @param infotext its parameters in the grammar other tools read from PNG files
 */
public record GeneratedImage(
        int index, long seed, int width, int height, byte[] rgb, List<String> instances, String infotext) {
    public GeneratedImage {
        instances = List.copyOf(instances);
    }
}
