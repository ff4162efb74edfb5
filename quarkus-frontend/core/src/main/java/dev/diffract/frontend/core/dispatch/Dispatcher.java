package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.InferenceResult;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.repository.pipeline.ModelRole;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Chooses an instance for every call: of those that are healthy and serve the checkpoint, the one with the fewest calls
 * under way. A call that fails is made again elsewhere if its kind of failure allows. Thread-safe; no thread waits.
 *
 * <p>What happens to a call is in {@link DispatchedCall}; this class holds what calls share.
 */
public final class Dispatcher {

    final InferenceGateway gateway;
    final Timer timer;
    final InstantSource clock;
    final DispatchSettings settings;
    private final InstanceDirectory directory;
    private final DispatchListener listener;
    private final LoadBook book = new LoadBook();

    public Dispatcher(
            InstanceDirectory directory,
            InferenceGateway gateway,
            DispatchListener listener,
            Timer timer,
            InstantSource clock,
            DispatchSettings settings) {
        this.directory = directory;
        this.gateway = gateway;
        this.listener = listener;
        this.timer = timer;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Makes a call.
     *
     * @param reader makes a value of the answer; an {@link IllegalArgumentException} from it means that the answer makes
     *     no sense, and is a failure of the instance
     * @param executor runs the reader
     * @return completed on {@code executor} with the value, or exceptionally with a
     *     {@link DispatchException}
     */
    public <T> CompletionStage<Dispatched<T>> dispatch(
            Work work, Function<InferenceResult, T> reader, Executor executor) {
        DispatchedCall<T> call = new DispatchedCall<>(this, work, reader, executor);
        call.attempt();
        return call.result();
    }

    /** What was seen of an instance so far. */
    public InstanceStatistics statistics(TritonInstance instance) {
        return book.statistics(instance);
    }

    List<TritonInstance> candidates(Work work) {
        return directory.snapshots().stream()
                .filter(snapshot -> snapshot.serves(work.call().model(), work.checkpoint()))
                .map(InstanceSnapshot::instance)
                .toList();
    }

    boolean anyMayRecover() {
        return directory.snapshots().stream().anyMatch(InstanceSnapshot::mayRecover);
    }

    Optional<LoadBook.Entry> choose(List<TritonInstance> candidates, String label) {
        return book.choose(candidates, label);
    }

    void succeeded(LoadBook.Entry entry, ModelRole role, Instant begun, Instant ended) {
        Duration took = Duration.between(begun, ended);
        book.succeeded(entry, role == ModelRole.UNET ? Optional.of(took) : Optional.empty());
        listener.succeeded(entry.instance(), role, took);
    }

    /**
     * @param ofInstance whether the failure says something about the instance
     */
    void failed(LoadBook.Entry entry, ModelRole role, InferenceException failure, boolean ofInstance) {
        book.failed(entry);
        listener.failed(entry.instance(), role, failure.kind());
        if (ofInstance && failure.kind().countsAgainstInstance()) {
            directory.reportFailure(entry.instance(), failure);
        }
    }

    void retried(ModelRole role) {
        listener.retried(role);
    }
}
