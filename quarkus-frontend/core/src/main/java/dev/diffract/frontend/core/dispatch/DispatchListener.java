package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.util.List;

/** Is told of every call the dispatcher makes; for metrics and the log. Must return at once, and stops no call by what it throws. */
public interface DispatchListener {

    /** Hears nothing. */
    DispatchListener NONE = new DispatchListener() {};

    /** Tells several, each whatever the others throw. */
    static DispatchListener of(DispatchListener... listeners) {
        return new DispatchListeners(List.of(listeners));
    }

    /**
     * A piece of work is given to an instance.
     *
     * @param waited since it came, or since its last attempt ended
     */
    default void assigned(Work work, Duration waited) {}

    default void succeeded(TritonInstance instance, EndedCall call) {}

    default void failed(TritonInstance instance, EndedCall call, InferenceException failure) {}

    /** A call was taken back before its answer: nobody waits for it any more. */
    default void withdrawn(TritonInstance instance, EndedCall call) {}

    /** A call was taken back before its answer: the instance is gone, and others are to make it. */
    default void moved(TritonInstance instance, EndedCall call) {}

    /** A call takes so much longer than it should that what is in it waits for another instance, too. */
    default void hedged(TritonInstance instance, Stage stage) {}

    /** Another instance was first with what was in a call that took too long. */
    default void outrun(TritonInstance instance, Stage stage) {}

    /** Work is about to be sent again after a failure. */
    default void retried(Stage stage) {}
}
