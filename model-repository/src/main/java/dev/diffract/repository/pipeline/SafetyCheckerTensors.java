package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What looks at pictures.
 *
 * @param clipInput the picture as CLIP looks at it
 * @param flagged whether it shows what should not be shown
 * @param images an input of exported graphs, which blacken flagged pictures; it is not served
 */
public record SafetyCheckerTensors(TensorSpec clipInput, TensorSpec flagged, String images) {

    ModelInterface served() {
        return new ModelInterface(List.of(clipInput), List.of(flagged));
    }
}
