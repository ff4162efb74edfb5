package dev.diffract.builder.build.assemble;

import java.util.Optional;

/**
 * What {@code _diffract_defaults} in {@code model_index.json} may say, key by key.
 *
 * @param width of a picture for which none is asked, in pixels
 * @param height of a picture for which none is asked, in pixels
 * @param sizeMultiple pixels that sides are a multiple of
 * @param minSize shortest side in pixels
 * @param maxSize longest side in pixels
 * @param steps of a picture for which none are asked
 * @param guidance of a picture for which none is asked
 * @param sampler name of the sampler of a picture for which none is asked
 * @param negativePrompt of a picture for which none is asked
 */
record SourceDefaults(
        Optional<Integer> width,
        Optional<Integer> height,
        Optional<Integer> sizeMultiple,
        Optional<Integer> minSize,
        Optional<Integer> maxSize,
        Optional<Integer> steps,
        Optional<Double> guidance,
        Optional<String> sampler,
        Optional<String> negativePrompt) {}
