package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.inference.CallShape;
import java.time.Instant;

/**
 * Work that will come in a moment: steps of this shape were answered, and their pictures make the next ones of them.
 *
 * @param priority of its class
 * @param rows of all of it
 * @param since when the first of the steps was answered
 * @param until when it is not to be waited for any more; later than now
 */
public record Awaited(CallShape shape, int priority, long rows, Instant since, Instant until) {}
