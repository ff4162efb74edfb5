package dev.diffract.embedded.fault;

/** Makes an execution take longer than the graph does. */
@FunctionalInterface
public interface Slowdown {

    /** Nothing is slowed down. */
    Slowdown NONE = model -> {};

    /** Called on the instance's thread before each execution; returns when the graph may run. */
    void pause(String model);
}
