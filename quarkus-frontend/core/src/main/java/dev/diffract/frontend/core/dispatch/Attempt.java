package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.JoinedCall;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call to one instance, with all the work that goes in it. Ends once: by the answer, by the clock, or because all its
 * work was withdrawn, whichever is first; {@code over} says that one of them was.
 */
final class Attempt {

    private final LoadBook.Entry entry;
    private final List<PendingCall<?>> calls;
    private final List<PendingCall<?>> retried;
    private final Execution execution;
    private final Owner owner;
    private final Instant begun;
    private final Duration timeout;
    /** Whether deadlines of the work leave less time than a call may take. */
    private final boolean cutShort;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Set<PendingCall<?>> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<Cancellation> guards = new ConcurrentLinkedQueue<>();
    private volatile @Nullable CompletableFuture<InferenceResult> sent;

    /** Is told how it ends, on the executor, and of each piece of work that was not done. */
    interface Owner {

        /**
         * @param answered work that got its answer; none if this program could not read it
         * @param ended when it came
         */
        void succeeded(LoadBook.Entry entry, PendingCall<?> first, List<Work> answered, Instant ended);

        /**
         * @param ofInstance whether the failure says something about the instance
         */
        void failed(LoadBook.Entry entry, PendingCall<?> first, InferenceException failure, boolean ofInstance);

        /** It broke by a fault of this program, which says nothing of the instance. Its work ends with it. */
        void broke(LoadBook.Entry entry);

        /** Nobody waits for any of it. On the withdrawer's thread. */
        void withdrawn(LoadBook.Entry entry, PendingCall<?> first);

        /**
         * @param shared whether other work was in the call
         */
        void undone(PendingCall<?> call, InferenceException failure, boolean shared);

        /** The deadline of one piece of work has come before the end of the call. */
        void late(PendingCall<?> call);
    }

    /**
     * @param calls at least one; their work joins
     * @param callDeadline longest time of a call
     */
    Attempt(LoadBook.Entry entry, List<PendingCall<?>> calls, Duration callDeadline, Execution execution, Owner owner) {
        this.entry = entry;
        this.calls = List.copyOf(calls);
        this.retried = calls.stream().filter(call -> call.trials().hasFailed()).toList();
        this.execution = execution;
        this.owner = owner;
        this.begun = execution.now();
        this.wanted.addAll(calls);
        Duration longest = Duration.ZERO;
        for (PendingCall<?> call : calls) {
            Duration left = left(call);
            longest = left.compareTo(longest) > 0 ? left : longest;
        }
        this.cutShort = longest.compareTo(callDeadline) < 0;
        this.timeout = cutShort ? longest : callDeadline;
    }

    /** Work in it that failed before. */
    List<PendingCall<?>> retried() {
        return retried;
    }

    void send(InferenceGateway gateway) {
        calls.forEach(call -> call.trace().sent(entry.instance(), entry.timing().rows(), begun));
        if (over.get()) {
            return;
        }
        JoinedCall joined;
        CompletableFuture<InferenceResult> answer;
        try {
            // The gateway enforces the timeout too; but no picture may hang on one that does not.
            guard(timeout, this::timedOut);
            for (PendingCall<?> call : calls) {
                if (left(call).compareTo(timeout) < 0) {
                    guard(left(call), () -> owner.late(call));
                }
            }
            joined = joined();
            answer = gateway.infer(entry.instance(), joined.whole(), timeout);
        } catch (RuntimeException | Error fault) {
            broken(fault);
            return;
        }
        sent = answer;
        if (over.get()) { // withdrawn since: who did that may have found nothing to take back
            release();
            answer.cancel(true);
        }
        answer.whenComplete((result, error) -> {
            if (over.compareAndSet(false, true)) {
                release();
                Instant ended = execution.now();
                execution
                        .executor()
                        .execute(() -> lossless(() -> {
                            if (error == null) {
                                answered(joined, result, ended);
                            } else if (cause(error) instanceof InferenceException failure) {
                                end(failure);
                            } else {
                                broke(cause(error));
                            }
                        }));
            }
        });
    }

    private JoinedCall joined() {
        List<InferenceCall> all = calls.stream().map(call -> call.work().call()).toList();
        return calls.get(0).work().exact().isPresent()
                ? JoinedCall.filled(all.get(0), entry.timing().rows())
                : JoinedCall.of(all);
    }

    /** Nobody waits for this work any more. The call is taken back with the last. */
    void withdraw(PendingCall<?> call) {
        boolean last;
        synchronized (wanted) {
            last = wanted.remove(call) && wanted.isEmpty();
        }
        if (last && over.compareAndSet(false, true)) {
            release();
            takeBack();
            owner.withdrawn(entry, calls.get(0));
        }
    }

    private void guard(Duration delay, Runnable action) {
        guards.add(execution.timer().schedule(delay, () -> execution.executor().execute(action)));
    }

    private void timedOut() {
        if (over.compareAndSet(false, true)) {
            release();
            takeBack();
            lossless(() -> end(failure(FailureKind.DEADLINE, "no answer within " + timeout.toMillis() + " ms", null)));
        }
    }

    /** The clock has no part in it any more. */
    private void release() {
        guards.forEach(Cancellation::cancel);
    }

    private void takeBack() {
        CompletableFuture<InferenceResult> answer = sent;
        if (answer != null) {
            answer.cancel(true);
        }
    }

    /** Hands the answers out only after the call is booked: who gets one may ask for statistics. */
    private void answered(JoinedCall joined, InferenceResult whole, Instant ended) {
        List<InferenceResult> answers;
        try {
            answers = joined.split(whole);
        } catch (IllegalArgumentException e) {
            end(nonsense(e));
            return;
        } catch (RuntimeException | Error fault) {
            broke(fault);
            return;
        }
        List<Runnable> news = new ArrayList<>();
        InferenceException failure = null;
        List<Work> read = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            PendingCall<?> call = calls.get(i);
            if (!isWanted(call)) {
                continue;
            }
            try {
                news.add(call.read(answers.get(i), entry.instance()));
                read.add(call.work());
            } catch (IllegalArgumentException | NotFiniteException e) {
                InferenceException unread =
                        e instanceof NotFiniteException notFinite ? failure(notFinite) : nonsense(e);
                failure = unread;
                news.add(() -> owner.undone(call, unread, isShared()));
            } catch (RuntimeException | Error fault) { // ours: the instance did what it should
                news.add(() -> call.fail(fault));
            }
        }
        if (failure == null) {
            owner.succeeded(entry, calls.get(0), read, ended);
        } else {
            owner.failed(entry, calls.get(0), failure, true);
        }
        news.forEach(Runnable::run);
    }

    private void end(InferenceException failure) {
        boolean ofInstance = !(cutShort && failure.kind() == FailureKind.DEADLINE);
        owner.failed(entry, calls.get(0), failure, ofInstance);
        for (PendingCall<?> call : calls) {
            if (isWanted(call)) {
                owner.undone(call, failure, isShared());
            }
        }
    }

    /** What is no failure of a call is a fault of this program. */
    private void broken(Throwable fault) {
        if (over.compareAndSet(false, true)) {
            release();
            execution.executor().execute(() -> broke(fault));
        }
    }

    private void broke(Throwable fault) {
        try {
            owner.broke(entry);
        } finally {
            calls.stream().filter(this::isWanted).forEach(call -> call.fail(fault));
        }
    }

    /** Whatever breaks on the way to who waits is told to them: nobody else would. */
    private void lossless(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error fault) {
            broke(fault);
        }
    }

    private boolean isWanted(PendingCall<?> call) {
        synchronized (wanted) {
            return wanted.contains(call);
        }
    }

    private boolean isShared() {
        return calls.size() > 1;
    }

    private Duration left(PendingCall<?> call) {
        return Duration.between(begun, call.work().terms().deadline());
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private InferenceException failure(NotFiniteException cause) {
        return failure(FailureKind.NOT_FINITE, cause.getMessage(), cause);
    }

    private InferenceException nonsense(RuntimeException cause) {
        return failure(FailureKind.INTERNAL, "the answer makes no sense: " + cause.getMessage(), cause);
    }

    private InferenceException failure(FailureKind kind, String sentence, @Nullable Throwable cause) {
        return new InferenceException(
                kind, entry.instance().name(), calls.get(0).work().model(), sentence, cause);
    }
}
