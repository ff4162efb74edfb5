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
 */
public record Exact(Set<String> models, Optional<String> engines) {

    public Exact {
        models = Set.copyOf(models);
    }

    /** Why there is nobody for it, for users. */
    public String absence() {
        return engines.map(digest -> "No healthy slice has the engines " + digest
                        + ", the only ones that give these pictures to the bit.")
                .orElse("No healthy slice tells what it computes with, so none draws the same to the bit every time.");
    }
}
