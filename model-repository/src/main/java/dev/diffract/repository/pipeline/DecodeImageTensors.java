package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What the ensemble takes and gives.
 *
 * @param latent divided by the scaling factor
 * @param image bytes, colours last
 * @param finite whether all pixels were numbers before they became bytes; ensembles of older repositories lack it
 * @param flagged whether the picture shows what should not be shown; only where there is a safety checker
 */
public record DecodeImageTensors(TensorSpec latent, TensorSpec image, TensorSpec finite, TensorSpec flagged) {

    ModelInterface served(boolean safetyChecker) {
        return new ModelInterface(
                List.of(latent), safetyChecker ? List.of(image, finite, flagged) : List.of(image, finite));
    }
}
