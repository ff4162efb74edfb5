package dev.diffract.frontend.core.plan;

import java.util.Optional;

/**
 * What is told of how a picture came about, beside the plan that it was drawn by.
 *
 * @param engines digest of the engines that drew it, if it is to be the same to the bit each time
 * @param again whether it had begun with another checkpoint and was started again
 */
public record Provenance(Optional<String> engines, boolean again) {

    /** Nothing. */
    public static final Provenance USUAL = new Provenance(Optional.empty(), false);
}
