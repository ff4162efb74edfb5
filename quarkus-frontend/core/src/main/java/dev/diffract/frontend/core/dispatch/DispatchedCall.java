package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Timer.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One call on its way through its attempts. An attempt begins only after the one before has ended, so nothing here is
 * touched by two threads at once.
 */
final class DispatchedCall<T> {

    /** How often to look whether an instance came back. */
    private static final Duration RECOVERY_CHECK = Duration.ofMillis(50);

    /** Back-off doubles this often at most. */
    private static final int MAX_DOUBLINGS = 4;

    private final Dispatcher dispatcher;
    private final Work work;
    private final Function<InferenceResult, T> reader;
    private final Executor executor;
    private final CompletableFuture<Dispatched<T>> result = new CompletableFuture<>();
    private final List<InferenceException> failures = new ArrayList<>();
    private final Set<TritonInstance> tried = new HashSet<>();
    private int overloads;
    private int rounds;
    private Instant waitingSince;

    DispatchedCall(Dispatcher dispatcher, Work work, Function<InferenceResult, T> reader, Executor executor) {
        this.dispatcher = dispatcher;
        this.work = work;
        this.reader = reader;
        this.executor = executor;
    }

    CompletionStage<Dispatched<T>> result() {
        return result;
    }

    /** Makes the call on the best instance there is, or waits for one. */
    void attempt() {
        if (work.cancelled().getAsBoolean()) {
            fail(Reason.CANCELLED, "The generation was cancelled.");
            return;
        }
        if (!now().isBefore(work.deadline())) {
            fail(
                    Reason.DEADLINE,
                    "The generation's time was over before its " + work.call().model() + " call.");
            return;
        }
        List<TritonInstance> candidates = dispatcher.candidates(work);
        List<TritonInstance> untried = candidates.stream()
                .filter(instance -> !tried.contains(instance))
                .toList();
        if (!untried.isEmpty()) {
            send(untried);
        } else if (!candidates.isEmpty()) {
            askAgain(candidates);
        } else {
            awaitRecovery();
        }
    }

    /** Every instance in rotation was tried: they are full, or have come back since. */
    private void askAgain(List<TritonInstance> candidates) {
        tried.clear();
        if (lastKind().equals(Optional.of(FailureKind.OVERLOADED))) {
            Duration pause =
                    dispatcher.settings.overloadBackoff().multipliedBy(1L << Math.min(rounds++, MAX_DOUBLINGS));
            later(pause);
        } else {
            send(candidates);
        }
    }

    private void awaitRecovery() {
        if (waitingSince == null) {
            waitingSince = now();
        }
        Instant until = waitingSince.plus(dispatcher.settings.recoveryGrace());
        if (dispatcher.anyMayRecover() && now().isBefore(until)) {
            later(RECOVERY_CHECK);
        } else if (failures.isEmpty()) {
            fail(Reason.NO_INSTANCE, "No healthy slice serves " + work.call().model() + " of this model.");
        } else {
            fail(Reason.INSTANCES_FAILED, lastSentence() + " No other slice could take over.");
        }
    }

    /** Neither beyond the deadline nor without looking whether the caller is still there. */
    private void later(Duration pause) {
        Duration left = Duration.between(now(), work.deadline());
        dispatcher.timer.schedule(pause.compareTo(left) < 0 ? pause : left, this::attempt);
    }

    private void send(List<TritonInstance> candidates) {
        if (!failures.isEmpty()) {
            dispatcher.retried(work.role());
        }
        waitingSince = null;
        LoadBook.Entry entry = dispatcher.choose(candidates, work.label()).orElseThrow();
        tried.add(entry.instance());
        new Attempt(entry).send();
    }

    private void failed(InferenceException failure) {
        failures.add(failure);
        if (failure.kind() == FailureKind.OVERLOADED) {
            overloads++; // not an attempt: the instance is well, and time bounds the waiting
        }
        if (!now().isBefore(work.deadline())) {
            fail(
                    Reason.DEADLINE,
                    "The generation's time was over in its " + work.call().model() + " call.");
        } else if (!failure.kind().retryHelps()) {
            fail(Reason.INSTANCES_FAILED, lastSentence());
        } else if (failures.size() - overloads >= dispatcher.settings.attempts()) {
            fail(Reason.INSTANCES_FAILED, lastSentence() + " That was attempt " + (failures.size() - overloads) + ".");
        } else {
            attempt();
        }
    }

    private Optional<FailureKind> lastKind() {
        return failures.isEmpty()
                ? Optional.empty()
                : Optional.of(failures.get(failures.size() - 1).kind());
    }

    private String lastSentence() {
        String message = failures.get(failures.size() - 1).getMessage();
        return "A call failed: " + message + (message.endsWith(".") ? "" : ".");
    }

    private void fail(Reason reason, String sentence) {
        result.completeExceptionally(new DispatchException(reason, sentence, failures));
    }

    private Instant now() {
        return dispatcher.clock.instant();
    }

    /** The call on one instance. Ends once: by the answer or by the clock, whichever is first. */
    private final class Attempt {
        private final LoadBook.Entry entry;
        private final Instant begun = now();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Duration timeout;
        /** Whether the generation's deadline leaves less time than a call may take. */
        private final boolean cutShort;

        private Attempt(LoadBook.Entry entry) {
            this.entry = entry;
            Duration left = Duration.between(begun, work.deadline());
            cutShort = left.compareTo(dispatcher.settings.callDeadline()) < 0;
            timeout = cutShort ? left : dispatcher.settings.callDeadline();
        }

        private void send() {
            // The gateway enforces the timeout too; but no picture may hang on one that does not.
            Cancellation guard = dispatcher.timer.schedule(timeout, () -> {
                if (over.compareAndSet(false, true)) {
                    String sentence = "no answer within " + timeout.toMillis() + " ms";
                    executor.execute(() -> end(failure(FailureKind.DEADLINE, sentence, null)));
                }
            });
            infer().whenComplete((answer, error) -> {
                if (over.compareAndSet(false, true)) {
                    guard.cancel();
                    Instant ended = now();
                    executor.execute(() -> {
                        if (error == null) {
                            read(answer, ended);
                        } else {
                            end(asFailure(error));
                        }
                    });
                }
            });
        }

        private CompletionStage<InferenceResult> infer() {
            try {
                return dispatcher.gateway.infer(entry.instance(), work.call(), timeout);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void read(InferenceResult answer, Instant ended) {
            T value;
            try {
                value = reader.apply(answer);
            } catch (IllegalArgumentException e) {
                end(failure(FailureKind.INTERNAL, "the answer makes no sense: " + e.getMessage(), e));
                return;
            } catch (RuntimeException e) { // ours, and the same on every instance
                dispatcher.failed(entry, work.role(), failure(FailureKind.INTERNAL, "not read: " + e, e), false);
                result.completeExceptionally(e);
                return;
            }
            dispatcher.succeeded(entry, work.role(), begun, ended);
            result.complete(new Dispatched<>(value, entry.instance()));
        }

        private void end(InferenceException failure) {
            boolean ofInstance = !(cutShort && failure.kind() == FailureKind.DEADLINE);
            dispatcher.failed(entry, work.role(), failure, ofInstance);
            failed(failure);
        }

        private InferenceException asFailure(Throwable error) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            return cause instanceof InferenceException failure
                    ? failure
                    : failure(FailureKind.INTERNAL, "the call broke: " + cause, cause);
        }

        private InferenceException failure(FailureKind kind, String sentence, Throwable cause) {
            return new InferenceException(
                    kind, entry.instance().name(), work.call().model(), sentence, cause);
        }
    }
}
