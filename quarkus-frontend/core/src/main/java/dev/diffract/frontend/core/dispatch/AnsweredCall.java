package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import java.time.Duration;
import java.util.List;

/**
 * A call that was answered.
 *
 * @param model served name of what was called
 * @param rows of the whole batch
 * @param works terms of each piece of work that it did; none if this program could not read the answer
 * @param took from when it was given to the instance to its answer
 */
public record AnsweredCall(Stage stage, String model, long rows, List<Terms> works, Duration took) {

    public AnsweredCall {
        works = List.copyOf(works);
    }
}
