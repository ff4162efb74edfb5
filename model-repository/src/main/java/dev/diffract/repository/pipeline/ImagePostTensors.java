package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What turns pixels into bytes.
 *
 * @param pixels in about [-1, 1]
 * @param image bytes, colours last
 * @param finite whether all pixels were numbers, which bytes cannot tell; models of older repositories lack it
 * @param clipInput the picture as CLIP looks at it; only where there is a safety checker
 */
public record ImagePostTensors(TensorSpec pixels, TensorSpec image, TensorSpec finite, TensorSpec clipInput) {

    ModelInterface served(boolean safetyChecker) {
        return new ModelInterface(
                List.of(pixels), safetyChecker ? List.of(image, finite, clipInput) : List.of(image, finite));
    }
}
