package dev.diffract.frontend.core.dispatch.policy;

/**
 * Who asked for work; shares between callers are counted by it.
 *
 * @param name unique among callers
 */
public record Caller(String name) {

    /** Of work that nobody in particular asked for. */
    public static final Caller ANYBODY = new Caller("anybody");
}
