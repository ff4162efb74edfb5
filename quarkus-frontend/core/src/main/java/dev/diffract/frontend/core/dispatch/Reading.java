package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer to a call, for each piece of work in it, so that nobody is told before all is read. Not thread-safe. */
final class Reading {

    private final CallFailures failures;
    private final List<Work> done = new ArrayList<>();
    private final List<Read> read = new ArrayList<>();
    private final List<Undone> unread = new ArrayList<>();
    private final Suspicion suspicion;

    /**
     * Work that is over.
     *
     * @param news tells who waits for it
     */
    record Read(PendingCall<?> call, Runnable news) {}

    /** @param instance whose answer it is */
    Reading(CallFailures failures, TritonInstance instance) {
        this.failures = failures;
        this.suspicion = new Suspicion(instance);
    }

    void read(PendingCall<?> call, InferenceResult answer, LoadBook.Entry entry) {
        try {
            read.add(new Read(call, call.read(answer, entry.instance(), entry.engines())));
            done.add(call.work());
        } catch (NotFiniteException e) {
            unread.add(Undone.of(call, failures.of(e), suspicion));
        } catch (IllegalArgumentException e) {
            unread.add(Undone.of(call, failures.nonsense(e), suspicion));
        } catch (RuntimeException | Error fault) { // ours: the instance did what it should
            read.add(new Read(call, () -> call.fail(fault)));
        }
    }

    /** Work that got its answer. */
    List<Work> done() {
        return done;
    }

    /** All that is over, be it by an answer or by a fault of this program. */
    List<Read> read() {
        return read;
    }

    /** What was not done: its answer makes no sense, or has numbers that are none. */
    List<Undone> unread() {
        return unread;
    }
}
