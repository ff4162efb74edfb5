package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import java.time.Duration;
import java.util.List;

/**
 * A call to an instance, and how it ended.
 *
 * @param model served name of what was called
 * @param works terms of each piece of work in it; of an answered call of those that somebody still waited for, none if this program could not
 *     read the answer
 * @param took from when it was given to the instance to its end
 */
public record EndedCall(Stage stage, String model, Outcome outcome, List<Terms> works, Duration took) {

    /** How calls end. */
    public enum Outcome {
        /** It was answered. */
        OK,
        /** It failed, by what its instance said or by the clock. */
        FAILED,
        /** It was taken back, because nobody waited for it any more. */
        WITHDRAWN,
        /** The same, of one that took much longer than it should: mostly because another instance was first. */
        OVERDUE,
        /** It was taken back, because its instance was gone; others are to make it. */
        MOVED
    }

    public EndedCall {
        works = List.copyOf(works);
    }
}
