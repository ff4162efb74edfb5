package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.util.Optional;

/** Is told how an asker's turn comes. */
public interface Turn {

    /**
     * Some of its pictures may begin, and others later; told until all may.
     *
     * @param pictures so many more than before, at least 1
     * @param doneBy when all will have ended most likely, as far as can be said; the same each time
     */
    void begin(int pictures, Optional<Instant> doneBy);

    /**
     * None of its pictures may begin yet; told again whenever its position changes.
     *
     * @param position 1 is next
     * @param doneBy the same each time
     */
    void waits(int position, Optional<Instant> doneBy);
}
