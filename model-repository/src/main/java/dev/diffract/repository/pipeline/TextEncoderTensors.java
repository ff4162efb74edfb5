package dev.diffract.repository.pipeline;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a text encoder takes and gives.
 *
 * @param tokens ids of one chunk
 * @param lastStates text states of its last layer
 * @param skipped what the names of earlier layers' states begin with; the clip skip follows
 */
public record TextEncoderTensors(TensorSpec tokens, TensorSpec lastStates, String skipped) {

    /**
     * The text states of a layer: the final layer norm applied to what the {@code clipSkip}-th layer from the end gives.
     * AUTOMATIC1111 counts the same way; diffusers' {@code clip_skip} is one less.
     *
     * @param clipSkip from 1, the last layer; which there are is the manifest's to say
     * @throws IllegalArgumentException if it is below 1
     */
    public TensorSpec states(int clipSkip) {
        if (clipSkip < 1) {
            throw new IllegalArgumentException("clip skip is " + clipSkip + ", expected a number from 1");
        }
        return clipSkip == 1
                ? lastStates
                : new TensorSpec(skipped + clipSkip, lastStates.type(), lastStates.axes(), lastStates.scalar());
    }

    ModelInterface served(int clipSkips) {
        return new ModelInterface(
                List.of(tokens),
                IntStream.rangeClosed(1, clipSkips).mapToObj(this::states).toList());
    }
}
