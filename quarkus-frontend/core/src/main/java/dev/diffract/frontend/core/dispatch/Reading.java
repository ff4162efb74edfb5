package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a call, for each piece of work in it. Nobody is told before all is read. Not thread-safe. */
final class Reading {

    private final CallFailures failures;
    private final List<Work> done = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private final List<Runnable> news = new ArrayList<>();
    private @Nullable InferenceException failure;

    /** Work whose answer makes no sense, or has numbers that are none. */
    record Unread(PendingCall<?> call, InferenceException failure) {}

    Reading(CallFailures failures) {
        this.failures = failures;
    }

    void read(PendingCall<?> call, InferenceResult answer, TritonInstance instance) {
        try {
            news.add(call.read(answer, instance));
            done.add(call.work());
        } catch (NotFiniteException e) {
            unread(call, failures.of(e));
        } catch (IllegalArgumentException e) {
            unread(call, failures.nonsense(e));
        } catch (RuntimeException | Error fault) { // ours: the instance did what it should
            news.add(() -> call.fail(fault));
        }
    }

    private void unread(PendingCall<?> call, InferenceException why) {
        failure = why;
        unread.add(new Unread(call, why));
    }

    /** Work that got its answer. */
    List<Work> done() {
        return done;
    }

    /** Of one that could not be read; empty if all could, as far as it is the instance's. */
    Optional<InferenceException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Tells who waits. */
    void tell(Consumer<Unread> undone) {
        news.forEach(Runnable::run);
        unread.forEach(undone);
    }
}
