package dev.diffract.frontend.core.dispatch.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a policy makes of a moment.
 *
 * @param assignments calls to make now; work in none of them goes on waiting
 * @param lookAgain when the policy wants to be asked again although nothing changed: later than now, or empty. It is asked
 *     anyhow when work comes or a call ends, and when an instance changes, comes or goes
 */
public record Decision(List<Assignment> assignments, Optional<Instant> lookAgain) {

    public Decision {
        assignments = List.copyOf(assignments);
    }

    /** Calls to make now, and no wish to be asked again. */
    public static Decision of(List<Assignment> assignments) {
        return new Decision(assignments, Optional.empty());
    }
}
