package dev.diffract.frontend.wiring;

import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Optional;

/** Repositories of earlier builders, whose models' names do not say which checkpoint they are of. */
final class UnprovenNames {

    private UnprovenNames() {}

    /** What follows from that, said once to whoever reads the log; empty if the names say it. */
    static Optional<String> remark(Manifest manifest) {
        if (manifest.provesCheckpoint()) {
            return Optional.empty();
        }
        return Optional.of(
                "model " + manifest.model() + ": its repository is of an earlier builder, whose models are called '"
                        + manifest.require(ModelRole.UNET).name()
                        + "' and the like whatever their checkpoint; if a server's models are replaced by another checkpoint's while it runs, nothing"
                        + " tells until the next look at it, and pictures drawn until then are wrong; prompts are encoded again for every picture;"
                        + " building the repository again ends both");
    }
}
