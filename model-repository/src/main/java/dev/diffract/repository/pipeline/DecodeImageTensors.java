package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What the ensemble takes and gives.
 *
 * @param latent divided by the scaling factor
 * @param image bytes, colours last
 * @param flagged whether the picture shows what should not be shown; only where there is a safety checker
 */
public record DecodeImageTensors(TensorSpec latent, TensorSpec image, TensorSpec flagged) {

    /** What it gives. */
    public List<TensorSpec> outputs(boolean safetyChecker) {
        return safetyChecker ? List.of(image, flagged) : List.of(image);
    }

    ModelInterface served(boolean safetyChecker) {
        return new ModelInterface(List.of(latent), outputs(safetyChecker));
    }
}
