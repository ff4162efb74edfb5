package dev.diffract.frontend.core.generation;

/** That somebody hears of a generation. */
@FunctionalInterface
public interface Following {

    /** No event is told any more once this has returned, unless it is called from within one. */
    void stop();
}
