package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.JoinedCall;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    private final CallClock clock;
    private final CallFailures failures;
    private final Reports reports;
    private final Owner owner;
    private final TimeLimit limit;
    private final Instant trialUntil;
    private final Wanted wanted;

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable CompletableFuture<InferenceResult> sent;

    /** Is told what becomes of each piece of work, on the executor. */
    interface Owner {

        /** It was not done. */
        void undone(Attempt attempt, Undone undone);

        /**
         * It is over.
         *
         * @param news tells who waits, unless it was over before
         */
        void done(Attempt attempt, PendingCall<?> call, Runnable news);

        /** The instance is gone; others are to do what was wanted of it. */
        void moved(Attempt attempt, List<PendingCall<?>> calls);

        /** It takes much longer than it should; told again and again until it is over. */
        void overdue(Attempt attempt);

        /** The deadline of one piece of work has come before the end of the call. */
        void late(PendingCall<?> call);
    }

    /**
     * @param calls at least one; their work joins
     * @param callDeadline longest time of a call
     * @param trial how long it goes on although nobody waits for it, to see whether the instance answers; zero for not at all
     */
    Attempt(
            LoadBook.Entry entry,
            List<PendingCall<?>> calls,
            Duration callDeadline,
            Duration trial,
            Execution execution,
            Reports reports,
            Owner owner) {
        this.entry = entry;
        this.calls = List.copyOf(calls);
        this.retried = calls.stream().filter(call -> call.trials().hasFailed()).toList();
        this.execution = execution;
        this.clock = new CallClock(execution);
        this.failures =
                new CallFailures(entry.instance().name(), calls.get(0).work().model());
        this.reports = reports;
        this.owner = owner;
        this.limit = TimeLimit.of(this.calls, execution.now(), callDeadline);
        this.trialUntil = limit.begun().plus(trial);
        this.wanted = new Wanted(this.calls);
    }

    TritonInstance instance() {
        return entry.instance();
    }

    List<PendingCall<?>> calls() {
        return calls;
    }

    boolean isOver() {
        return over.get();
    }

    /** Work in it that failed before. */
    List<PendingCall<?>> retried() {
        return retried;
    }

    void send(InferenceGateway gateway) {
        calls.forEach(call -> call.trace()
                .sent(entry.instance(), entry.timing().rows(), limit.begun())
                .ifPresent(waited -> reports.assigned(call, waited)));
        if (over.get()) {
            return;
        }
        JoinedCall joined;
        CompletableFuture<InferenceResult> answer;
        try {
            // The gateway enforces the timeout too; but no picture may hang on one that does not.
            clock.after(limit.timeout(), this::timedOut);
            for (PendingCall<?> call : calls) {
                if (limit.left(call).compareTo(limit.timeout()) < 0) {
                    clock.after(limit.left(call), () -> owner.late(call));
                }
            }
            clock.watch(() -> reports.overdue(entry), this::takesTooLong);
            if (isTrial()) {
                clock.after(Duration.between(limit.begun(), trialUntil), this::endTrial);
            }
            joined = joined();
            answer = gateway.infer(entry.instance(), joined.whole(), limit.timeout());
        } catch (RuntimeException | Error fault) {
            broken(fault);
            return;
        }
        sent = answer;
        if (over.get()) { // withdrawn since: who did that may have found nothing to take back
            clock.stop();
            answer.cancel(true);
        }
        answer.whenComplete((result, error) -> {
            if (over.compareAndSet(false, true)) {
                clock.stop();
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

    /** Whether it takes much longer than it should. */
    boolean isOverdue() {
        return clock.isOverdue();
    }

    /**
     * Nobody waits for this work any more, as far as it is in this call.
     *
     * @return whether the call is taken back: that was the last
     */
    boolean withdraw(PendingCall<?> call) {
        return wanted.removesLast(call) && !isTrying() && end(isOverdue() || isTrial());
    }

    /** Whether it is there only to see whether the instance answers: others do what is in it, too. */
    boolean isTrial() {
        return trialUntil.isAfter(limit.begun());
    }

    /** Whether it has not shown long enough that it is not answered: that takes as long as a trial, and longer than such calls take. */
    private boolean isTrying() {
        return isTrial() && (execution.now().isBefore(trialUntil) || (!isOverdue() && clock.isWatching()));
    }

    private void takesTooLong() {
        owner.overdue(this);
        endTrial();
    }

    private void endTrial() {
        if (wanted.isEmpty() && !isTrying()) {
            end(true);
        }
    }

    private boolean end(boolean tooLong) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        clock.stop();
        takeBack();
        reports.withdrawn(entry, calls, tooLong);
        return true;
    }

    /** The instance is gone: the call is taken back, and what is wanted of it is for others to do. Does nothing once it is over. */
    void giveUp() {
        if (over.compareAndSet(false, true)) {
            clock.stop();
            takeBack();
            lossless(() -> {
                reports.moved(entry, calls);
                owner.moved(this, wanted.calls());
            });
        }
    }

    private void timedOut() {
        if (over.compareAndSet(false, true)) {
            clock.stop();
            takeBack();
            lossless(() -> end(failures.of(
                    FailureKind.DEADLINE, "no answer within " + limit.timeout().toMillis() + " ms", null)));
        }
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
            end(failures.nonsense(e));
            return;
        } catch (RuntimeException | Error fault) {
            broke(fault);
            return;
        }
        Reading reading = new Reading(failures, instance());
        for (int i = 0; i < calls.size(); i++) {
            PendingCall<?> call = calls.get(i);
            if (wanted.contains(call)) {
                reading.read(call, answers.get(i), entry);
            }
        }
        if (reading.unread().isEmpty()) {
            reports.succeeded(entry, calls.get(0), reading.done(), ended);
        } else {
            reports.failed(entry, calls, reading.unread().get(0).failure(), true);
        }
        reading.read().forEach(read -> owner.done(this, read.call(), read.news()));
        reading.unread().forEach(unread -> owner.undone(this, unread));
    }

    private void end(InferenceException failure) {
        boolean ofInstance = !(limit.cutShort() && failure.kind() == FailureKind.DEADLINE);
        reports.failed(entry, calls, failure, ofInstance);
        Undone.all(wanted.calls(), failure, instance()).forEach(undone -> owner.undone(this, undone));
    }

    /** What is no failure of a call is a fault of this program. */
    private void broken(Throwable fault) {
        if (over.compareAndSet(false, true)) {
            clock.stop();
            execution.executor().execute(() -> broke(fault));
        }
    }

    private void broke(Throwable fault) {
        try {
            reports.broke(entry);
        } finally {
            wanted.calls().forEach(call -> owner.done(this, call, () -> call.fail(fault)));
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

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
