package dev.diffract.frontend.core.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * How a generation is treated while it waits and is drawn; its pictures do not depend on it.
 *
 * @param previewEvery steps from one preview to the next; 0 for none
 * @param within the time in which the caller wants it, waiting included, more than nothing; empty for as long as generations may take
 * @param form of the files
 * @param certain whether it asked for its very checkpoint, so that no other will do
 */
public record Handling(
        int previewEvery, ServiceClass serviceClass, Optional<Duration> within, FileForm form, boolean certain) {

    /** As PNG, without previews, of the usual class, with all the time that there is, and with whatever checkpoint its model has. */
    public static final Handling USUAL =
            new Handling(0, ServiceClass.INTERACTIVE, Optional.empty(), FileForm.PNG, false);
}
