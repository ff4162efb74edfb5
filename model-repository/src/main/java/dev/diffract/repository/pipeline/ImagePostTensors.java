package dev.diffract.repository.pipeline;

import java.util.List;

/**
 * What turns pixels into bytes.
 *
 * @param pixels in about [-1, 1]
 * @param image bytes, colours last
 * @param clipInput the picture as CLIP looks at it; only where there is a safety checker
 */
public record ImagePostTensors(TensorSpec pixels, TensorSpec image, TensorSpec clipInput) {

    ModelInterface served(boolean safetyChecker) {
        return new ModelInterface(List.of(pixels), safetyChecker ? List.of(image, clipInput) : List.of(image));
    }
}
