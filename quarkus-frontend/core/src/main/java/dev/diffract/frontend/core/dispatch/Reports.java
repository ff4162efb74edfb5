package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Unheard;
import java.time.Duration;
import java.time.Instant;
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
        Unheard.run(() -> listener.assigned(stage(call), call.work().terms(), waited));
    }

    /**
     * @param answered work that got its answer; none if this program could not read it
     * @param ended when it came
     */
    void succeeded(LoadBook.Entry entry, PendingCall<?> first, List<Work> answered, Instant ended) {
        Duration took = book.succeeded(entry, stage(first), answered, ended);
        AnsweredCall call = new AnsweredCall(
                stage(first),
                entry.timing().shape().model(),
                entry.timing().rows(),
                answered.stream().map(Work::terms).toList(),
                took);
        Unheard.run(() -> listener.succeeded(entry.instance(), call));
        changed.run();
    }

    /**
     * @param ofInstance whether the failure says something about the instance
     */
    void failed(LoadBook.Entry entry, PendingCall<?> first, InferenceException failure, boolean ofInstance) {
        boolean counts = ofInstance && failure.kind().countsAgainstInstance();
        if (failure.kind() == FailureKind.OVERLOADED || failure.kind() == FailureKind.EXPIRED) {
            book.full(entry, execution.now());
        } else {
            book.failed(entry, counts, failure.kind() == FailureKind.LOST, execution.now());
        }
        Unheard.run(() -> listener.failed(entry.instance(), stage(first), failure));
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
    void withdrawn(LoadBook.Entry entry, PendingCall<?> first, boolean overdue) {
        if (overdue) {
            book.overdue(entry, execution.now());
        } else {
            book.neither(entry, execution.now());
        }
        Unheard.run(() -> listener.withdrawn(entry.instance(), stage(first)));
        changed.run();
    }

    /** Its instance is gone, and others are to make it. */
    void moved(LoadBook.Entry entry, PendingCall<?> first) {
        book.neither(entry, execution.now());
        Unheard.run(() -> listener.moved(entry.instance(), stage(first)));
        changed.run();
    }

    /** When it takes much longer than it should; {@link Instant#MAX} if that is not known. */
    Instant overdue(LoadBook.Entry entry) {
        return book.overdue(entry);
    }

    private static Stage stage(PendingCall<?> first) {
        return first.work().stage();
    }
}
