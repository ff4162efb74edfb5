package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work and who waits for it. It waits in the queue, is in an attempt or more, or has ended; which of them is decided under
 * the dispatcher's lock, so that an answer, a failure and a withdrawal at the same moment do not each take it further.
 */
final class PendingCall<T> implements RunningCall<T> {

    private final Work work;
    private final Trials trials;
    private final CallTrace trace;
    private final Function<InferenceResult, T> reader;
    private final Consumer<PendingCall<?>> withdrawal;
    private final CompletableFuture<Dispatched<T>> result = new CompletableFuture<>();
    private final CompletableFuture<Void> stranded = new CompletableFuture<>();
    private final List<Attempt> attempts = new ArrayList<>(1);
    private @Nullable Suspicion suspicion;
    private boolean ended;

    /**
     * @param trace that shows it
     * @param withdrawal what {@link #cancel()} does
     */
    PendingCall(
            Work work,
            Trials trials,
            CallTrace trace,
            Function<InferenceResult, T> reader,
            Consumer<PendingCall<?>> withdrawal) {
        this.work = work;
        this.trials = trials;
        this.trace = trace;
        this.reader = reader;
        this.withdrawal = withdrawal;
    }

    @Override
    public CompletionStage<Dispatched<T>> result() {
        return result;
    }

    @Override
    public CompletionStage<Void> stranded() {
        return stranded;
    }

    @Override
    public void cancel() {
        withdrawal.accept(this);
    }

    Work work() {
        return work;
    }

    Trials trials() {
        return trials;
    }

    CallTrace trace() {
        return trace;
    }

    /** Those that have it now. */
    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    void in(Attempt attempt) {
        attempts.add(attempt);
    }

    /** The attempt did not do it. */
    void out(Attempt attempt) {
        attempts.remove(attempt);
    }

    /** An instance failed at it. Where two did, it may be to blame itself. */
    void suspects(Suspicion next) {
        if (suspicion != null) {
            suspicion.drop();
            next.drop();
        }
        suspicion = next;
    }

    /**
     * It is done.
     *
     * @return the instance that is known by that to be to blame for its failure
     */
    Optional<TritonInstance> blames(TritonInstance by) {
        return Optional.ofNullable(suspicion).filter(one -> one.done(by)).map(Suspicion::instance);
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * It ends.
     *
     * @return the attempts that have it
     */
    List<Attempt> end() {
        List<Attempt> last = attempts();
        ended = true;
        attempts.clear();
        return last;
    }

    /**
     * Reads an answer.
     *
     * @param engines digest of what computed it, if it has to be the same to the bit
     * @return tells it to who waits
     * @throws RuntimeException of the reader
     */
    Runnable read(InferenceResult answer, TritonInstance instance, Optional<String> engines) {
        Dispatched<T> dispatched = new Dispatched<>(reader.apply(answer), instance, engines);
        return () -> {
            trace.done(instance);
            result.complete(dispatched);
        };
    }

    /** Tells who waits that it may take to the deadline. */
    void strand() {
        stranded.complete(null);
    }

    /** Tells who waits that there will be no answer. */
    void fail(Throwable failure) {
        trace.failed(failure);
        result.completeExceptionally(failure);
    }
}
