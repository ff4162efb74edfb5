package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ServerInspector;
import dev.diffract.frontend.triton.ServerLook;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.StatusTranslator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks at every instance again and again, each on its own: one that hangs holds up no other. Every look ends within three
 * timeouts, and ends in a snapshot.
 */
public final class Poller implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Poller.class);

    private final List<TritonInstance> instances;
    private final ServerInspector inspector;
    private final SignatureBook signatures;
    private final InstanceRegistry registry;
    private final ExpectedModels expected;
    private final Verdict verdict;
    private final Timer timer;
    private final InstantSource clock;
    private final Cadence cadence;
    private final Map<TritonInstance, InstanceSnapshot> latest = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * How often, and for how long at most.
     *
     * @param interval from the end of a look to the beginning of the next, positive
     * @param timeout of every question of a look, positive
     */
    public record Cadence(Duration interval, Duration timeout) {}

    public Poller(
            List<TritonInstance> instances,
            ServerInspector inspector,
            SignatureBook signatures,
            InstanceRegistry registry,
            ExpectedModels expected,
            Timer timer,
            InstantSource clock,
            Cadence cadence) {
        this.instances = List.copyOf(instances);
        this.inspector = inspector;
        this.signatures = signatures;
        this.registry = registry;
        this.expected = expected;
        this.verdict = new Verdict(expected);
        this.timer = timer;
        this.clock = clock;
        this.cadence = cadence;
    }

    /** Begins to look at all instances. */
    public void start() {
        instances.forEach(this::look);
    }

    /** Instances whose first look has not ended yet. */
    public Set<TritonInstance> pending() {
        return instances.stream()
                .filter(instance -> !latest.containsKey(instance))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** No look begins after this. */
    @Override
    public void close() {
        closed = true;
    }

    private void look(TritonInstance instance) {
        if (closed) {
            return;
        }
        Instant begun = clock.instant();
        inspector.look(instance, expected.names(), cadence.timeout()).whenComplete((look, failure) -> {
            try {
                publish(failure == null ? found(instance, look) : unreachable(instance, failure), begun);
            } finally {
                if (!closed) {
                    timer.schedule(cadence.interval(), () -> look(instance));
                }
            }
        });
    }

    private void publish(InstanceSnapshot snapshot, Instant begun) {
        registry.publish(snapshot, begun);
        InstanceSnapshot before = latest.put(snapshot.instance(), snapshot);
        if (!closed && (before == null || before.state() != snapshot.state())) {
            LOG.infof(
                    "slice %s (%s): %s%s",
                    snapshot.instance().name(),
                    snapshot.instance().target(),
                    snapshot.state(),
                    snapshot.reason().map(reason -> ". " + reason).orElse(""));
        }
    }

    private InstanceSnapshot found(TritonInstance instance, ServerLook look) {
        // Before the snapshot: whoever sees a healthy instance must find its signatures.
        Map<String, ModelSignature> models = look.details().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, model -> model.getValue().signature()));
        signatures.write(instance, models);
        return verdict.of(instance, look);
    }

    private static InstanceSnapshot unreachable(TritonInstance instance, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String sentence =
                cause instanceof IllegalArgumentException ? cause.getMessage() : StatusTranslator.sentence(cause);
        return InstanceSnapshot.out(instance, InstanceState.UNKNOWN, "The server cannot be asked: " + sentence + ".");
    }
}
