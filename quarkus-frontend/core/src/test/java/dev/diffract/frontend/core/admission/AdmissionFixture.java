package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.HandClock;
import java.time.Instant;
import java.util.Optional;

/** A clock of its own, and callers who do not listen. */
abstract class AdmissionFixture {

    /** For a unit of cost, and half of one for a single picture. */
    static final Pace SECOND = new Pace(1, 0.5, 1);

    static final Turn TURN = new Turn() {

        @Override
        public void begin(int pictures, Optional<Instant> doneBy) {}

        @Override
        public void waits(int position, Optional<Instant> doneBy) {}
    };

    final HandClock clock = new HandClock();
}
