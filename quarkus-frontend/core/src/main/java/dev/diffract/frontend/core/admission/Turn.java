package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.util.Optional;

/** Is told how an asker's turn comes. */
public interface Turn {

    /**
     * It may begin.
     *
     * @param doneBy when it will have ended most likely, as far as can be said
     */
    void admitted(Optional<Instant> doneBy);

    /**
     * It waits; told again whenever its position changes.
     *
     * @param position 1 is next
     * @param doneBy the same each time
     */
    void waits(int position, Optional<Instant> doneBy);
}
