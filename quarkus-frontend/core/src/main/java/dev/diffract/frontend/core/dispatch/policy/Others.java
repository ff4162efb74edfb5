package dev.diffract.frontend.core.dispatch.policy;

/**
 * What others have at an instance that its own answers do not say.
 *
 * @param waits seconds that calls wait there longer than they did when it answered; less than nothing if they wait less
 * @param execution seconds that it takes for one of their calls, whatever they are; infinite if they have none
 */
public record Others(double waits, double execution) {

    /** Nothing is known of others, or all that is known is in its answers. */
    public static final Others UNKNOWN = new Others(0, Double.POSITIVE_INFINITY);
}
