package dev.diffract.frontend.discovery;

import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ServerLook;
import dev.diffract.frontend.triton.SignatureBook;
import dev.diffract.frontend.triton.StatusTranslator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks at every instance of the fleet again and again, from when it comes until it goes, each on its own: one that hangs holds
 * up no other. Every look ends within three timeouts, and ends in a snapshot.
 */
public final class Poller implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Poller.class);

    private final Inspection inspection;
    private final SignatureBook signatures;
    private final InstanceRegistry registry;
    private final Supplier<ExpectedModels> expected;
    private final Verdict verdict;
    private final WholeTimesteps wholeTimesteps;
    private final Execution execution;
    private final Cadence cadence;
    private final Map<TritonInstance, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** How an instance is looked at: as {@link dev.diffract.frontend.triton.ServerInspector#look} does. */
    @FunctionalInterface
    public interface Inspection {

        /**
         * @param wanted names of the models whose details matter
         * @param timeout of every question
         */
        CompletableFuture<ServerLook> look(TritonInstance instance, Set<String> wanted, Duration timeout);
    }

    /**
     * How often, and for how long at most.
     *
     * @param interval from the end of a look to the beginning of the next, positive
     * @param timeout of every question of a look, positive
     */
    public record Cadence(Duration interval, Duration timeout) {}

    /** @param expected what is wanted of servers at the time of a look */
    public Poller(
            Inspection inspection,
            SignatureBook signatures,
            InstanceRegistry registry,
            Supplier<ExpectedModels> expected,
            Execution execution,
            Cadence cadence) {
        this.inspection = inspection;
        this.signatures = signatures;
        this.registry = registry;
        this.expected = expected;
        this.verdict = new Verdict(expected);
        this.wholeTimesteps = new WholeTimesteps(expected);
        this.execution = execution;
        this.cadence = cadence;
    }

    /** Begins to look at all instances that there are, and at those that come. */
    public void start() {
        registry.observe(new FleetListener() {
            @Override
            public void added(TritonInstance instance) {
                Watch watch = new Watch(instance);
                watches.put(instance, watch);
                watch.look();
            }

            @Override
            public void removed(TritonInstance instance) {
                watches.remove(instance);
                signatures.forget(instance);
            }
        });
    }

    /** Instances whose first look has not ended yet. */
    public Set<TritonInstance> pending() {
        return registry.snapshots().stream()
                .filter(snapshot -> snapshot.state() == InstanceState.PENDING)
                .map(InstanceSnapshot::instance)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** No look begins after this. */
    @Override
    public void close() {
        closed = true;
    }

    /** The looks at one instance, one after the other. An instance that goes and comes back gets another watch. */
    private final class Watch {
        private final TritonInstance instance;
        private InstanceSnapshot latest;

        /** What the server or the library said of the latest look, which is for the log alone; may be empty. */
        private String heard = "";

        /** Whether the latest look failed by a fault of this program, which need not be told every second. */
        private boolean broken;

        private Watch(TritonInstance instance) {
            this.instance = instance;
        }

        private void look() {
            if (isOver()) {
                return;
            }
            Instant begun;
            CompletableFuture<ServerLook> inspected;
            try {
                begun = execution.now();
                inspected = Objects.requireNonNull(
                        inspection.look(instance, expected.get().names(), cadence.timeout()), "a look");
            } catch (RuntimeException | Error fault) {
                ended(null, fault, Instant.MAX);
                return;
            }
            inspected.whenComplete((look, failure) -> ended(look, failure, begun));
        }

        /** One of look and failure is null. Whatever a look throws, and whatever breaks in telling it: the next one is taken. */
        private void ended(ServerLook look, Throwable failure, Instant begun) {
            try {
                if (watches.get(instance) == this) {
                    publish(seen(look, failure), begun);
                    registry.counted(instance, Optional.ofNullable(look).flatMap(ServerLook::counts));
                }
            } catch (RuntimeException | Error fault) {
                tellFault(fault);
            } finally {
                next();
            }
        }

        private void next() {
            if (!isOver()) {
                execution.timer().schedule(cadence.interval(), this::handOn);
            }
        }

        private void handOn() {
            try {
                execution.executor().execute(this::look);
            } catch (RuntimeException | Error fault) { // of a timer nobody would hear of it
                if (!isOver()) {
                    tellFault(fault);
                    next();
                }
            }
        }

        private InstanceSnapshot seen(ServerLook look, Throwable failure) {
            Throwable fault = failure instanceof CompletionException ? failure.getCause() : failure;
            heard = "";
            try {
                if (fault == null) {
                    heard = look.complaints();
                    return sound(found(look));
                }
                if (fault instanceof IllegalArgumentException) {
                    heard = String.valueOf(fault.getMessage());
                    return sound(InstanceSnapshot.out(
                            instance,
                            InstanceState.UNKNOWN,
                            "What the server says of its models cannot be read; the log has more."));
                }
                if (StatusTranslator.isOfCall(fault)) {
                    heard = StatusTranslator.sentence(fault);
                    return sound(FailedLook.snapshot(instance, fault));
                }
            } catch (RuntimeException | Error other) {
                fault = other;
            }
            tellFault(fault);
            return InstanceSnapshot.out(
                    instance, InstanceState.UNKNOWN, "The frontend has a fault and cannot look; its log has more.");
        }

        private void tellFault(Throwable fault) {
            if (!broken) {
                broken = true;
                LOG.errorf(fault, "slice %s: unforeseen failure of a look at it", instance.name());
            }
        }

        private InstanceSnapshot sound(InstanceSnapshot snapshot) {
            broken = false;
            return snapshot;
        }

        private boolean isOver() {
            return closed || watches.get(instance) != this;
        }

        private InstanceSnapshot found(ServerLook look) {
            // Before the snapshot: whoever sees a healthy instance must find its signatures.
            Map<String, ModelSignature> models = look.details().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, model -> model.getValue().signature()));
            signatures.write(instance, models);
            wholeTimesteps.tell(models);
            return verdict.of(instance, look);
        }

        private boolean isTold(InstanceSnapshot snapshot) {
            return latest != null
                    && latest.state() == snapshot.state()
                    && latest.reason().equals(snapshot.reason());
        }

        private void publish(InstanceSnapshot snapshot, Instant begun) {
            boolean present = registry.publish(snapshot, begun);
            if (!present) { // it went during the look
                signatures.forget(instance);
            } else if (!closed && !isTold(snapshot)) {
                latest = snapshot;
                LOG.infof(
                        "slice %s (%s): %s%s%s",
                        instance.name(),
                        instance.target(),
                        snapshot.state(),
                        snapshot.reason().map(reason -> ". " + reason).orElse(""),
                        heard.isEmpty() ? "" : " (" + heard + ")");
            }
        }
    }
}
