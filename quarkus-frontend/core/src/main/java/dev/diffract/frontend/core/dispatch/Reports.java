package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.EndedCall.Outcome;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Unheard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Books how calls ended, and tells who is to know of it. Each call ends in one of these ways, on any thread. Thread-safe. */
final class Reports {

    private final LoadBook book;
    private final InstanceDirectory directory;
    private final DispatchListener listener;
    private final Execution execution;
    private final Runnable changed;

    /**
     * @param changed what is to happen when an instance has one call less
     */
    Reports(
            LoadBook book,
            InstanceDirectory directory,
            DispatchListener listener,
            Execution execution,
            Runnable changed) {
        this.book = book;
        this.directory = directory;
        this.listener = listener;
        this.execution = execution;
        this.changed = changed;
    }

    /** @param waited since it came, or since its last attempt ended */
    void assigned(PendingCall<?> call, Duration waited) {
        Unheard.run(() -> listener.assigned(call.work(), waited));
    }

    /**
     * @param answered work that got its answer; none if this program could not read it
     * @param at when it came
     */
    void succeeded(LoadBook.Entry entry, PendingCall<?> first, List<Work> answered, Instant at) {
        book.succeeded(entry, stage(first), answered, at);
        EndedCall call = ended(entry, stage(first), Outcome.OK, answered, at);
        Unheard.run(() -> listener.succeeded(entry.instance(), call));
        directory.reportAnswer(entry.instance());
        changed.run();
    }

    /**
     * @param ofInstance whether the failure says something about the instance
     */
    void failed(LoadBook.Entry entry, List<PendingCall<?>> calls, InferenceException failure, boolean ofInstance) {
        boolean counts = ofInstance && failure.kind().countsAgainstInstance();
        Instant now = execution.now();
        if (failure.kind() == FailureKind.OVERLOADED || failure.kind() == FailureKind.EXPIRED) {
            book.full(entry, now);
        } else {
            book.failed(entry, counts, failure.kind() == FailureKind.LOST, now);
        }
        EndedCall call = ended(entry, calls, Outcome.FAILED, now);
        Unheard.run(() -> listener.failed(entry.instance(), call, failure));
        if (failure.kind().isAnswer()) {
            directory.reportAnswer(entry.instance());
        }
        if (counts) {
            directory.reportFailure(entry.instance(), failure);
        }
        changed.run();
    }

    /** It broke by a fault of this program, which says nothing of the instance. */
    void broke(LoadBook.Entry entry) {
        book.neither(entry, execution.now());
        changed.run();
    }

    /**
     * Nobody waits for any of it.
     *
     * @param overdue whether it took much longer than it should, which says something about the instance
     */
    void withdrawn(LoadBook.Entry entry, List<PendingCall<?>> calls, boolean overdue) {
        Instant now = execution.now();
        if (overdue) {
            book.overdue(entry, now);
        } else {
            book.neither(entry, now);
        }
        EndedCall call = ended(entry, calls, overdue ? Outcome.OVERDUE : Outcome.WITHDRAWN, now);
        Unheard.run(() -> listener.withdrawn(entry.instance(), call));
        changed.run();
    }

    /** Its instance is gone, and others are to make it. */
    void moved(LoadBook.Entry entry, List<PendingCall<?>> calls) {
        Instant now = execution.now();
        book.neither(entry, now);
        EndedCall call = ended(entry, calls, Outcome.MOVED, now);
        Unheard.run(() -> listener.moved(entry.instance(), call));
        changed.run();
    }

    /** When it takes much longer than it should; {@link Instant#MAX} if that is not known. */
    Instant overdue(LoadBook.Entry entry) {
        return book.overdue(entry);
    }

    private static EndedCall ended(LoadBook.Entry entry, List<PendingCall<?>> calls, Outcome outcome, Instant at) {
        List<Work> works = new ArrayList<>(calls.size());
        calls.forEach(call -> works.add(call.work()));
        return ended(entry, stage(calls.get(0)), outcome, works, at);
    }

    private static EndedCall ended(LoadBook.Entry entry, Stage stage, Outcome outcome, List<Work> works, Instant at) {
        return new EndedCall(
                stage,
                entry.timing().shape().model(),
                outcome,
                works.stream().map(Work::terms).toList(),
                Duration.between(entry.timing().begun(), at));
    }

    private static Stage stage(PendingCall<?> first) {
        return first.work().stage();
    }
}
