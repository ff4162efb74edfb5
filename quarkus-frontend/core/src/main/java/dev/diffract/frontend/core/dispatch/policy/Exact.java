package dev.diffract.frontend.core.dispatch.policy;

import java.util.Optional;
import java.util.Set;

/**
 * What work asks of instances whose answers have to be the same to the bit every time: nothing else may share its batch, so it fills one of the
 * largest; and all of a picture has to be computed by engines that round alike.
 *
 * @param models all that a picture may need, by served name
 * @param engines the digest of the engines that began with it; empty if nothing was computed yet, and then the least digest of those
 *     there are is taken
 * @param begun whether something of the picture was computed, so that it is worth waiting for those engines
 */
public record Exact(Set<String> models, Optional<String> engines, boolean begun) {

    public Exact {
        models = Set.copyOf(models);
    }
}
