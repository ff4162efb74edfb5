package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.testing.LoggedFaults;
import dev.diffract.frontend.testing.LoggedLines;
import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ServerLook;
import dev.diffract.frontend.triton.SignatureBook;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A look that fails by a fault of the frontend's own is told as one, once, and is not the last. */
class PollerFaultsTest {

    private static final RuntimeException FAULT = new IllegalStateException("nobody foresaw this");
    private static final ServerLook NOT_READY = new ServerLook(false, Map.of(), Map.of(), Optional.empty());
    private static final TritonInstance INSTANCE = new TritonInstance("a", "host:1");

    private final Queue<Runnable> due = new ArrayDeque<>();
    private final InstanceRegistry registry = new InstanceRegistry(() -> Instant.EPOCH);
    private final LoggedFaults logged = new LoggedFaults();
    private InstantSource clock = () -> Instant.EPOCH;

    private static final Error TOO_DEEP = new StackOverflowError();
    private static final Error NOT_THERE = new NoClassDefFoundError("part of a look");

    /** With an Error, whatever kind it is, as with an exception: at once, as an answer, on the way. */
    static Stream<Supplier<CompletableFuture<ServerLook>>> looksWithAnError() {
        return Stream.of(
                () -> {
                    throw TOO_DEEP;
                },
                () -> {
                    throw new AssertionError("never so");
                },
                () -> {
                    throw NOT_THERE;
                },
                () -> CompletableFuture.failedFuture(TOO_DEEP),
                () -> CompletableFuture.completedFuture(NOT_READY).thenApply(look -> {
                    throw NOT_THERE;
                }),
                () -> null);
    }

    static Stream<Supplier<CompletableFuture<ServerLook>>> faultyLooks() {
        return Stream.of(
                () -> {
                    throw FAULT;
                },
                () -> CompletableFuture.failedFuture(FAULT),
                () -> CompletableFuture.completedFuture(NOT_READY).thenApply(look -> {
                    throw FAULT;
                }));
    }

    @BeforeEach
    void oneSlice() {
        registry.set(List.of(INSTANCE));
    }

    @AfterEach
    void listenNoMore() {
        logged.close();
    }

    @ParameterizedTest
    @MethodSource("faultyLooks")
    void isToldOnceAndTheNextLookIsTaken(Supplier<CompletableFuture<ServerLook>> faulty) {
        Queue<Supplier<CompletableFuture<ServerLook>>> looks = new ArrayDeque<>(List.of(
                faulty,
                faulty,
                () -> CompletableFuture.completedFuture(NOT_READY),
                () -> CompletableFuture.failedFuture(
                        Status.UNAVAILABLE.withDescription("Keepalive failed").asRuntimeException()),
                faulty));
        poller((instance, wanted, timeout) -> looks.remove().get()).start();

        assertThat(snapshot().state()).isEqualTo(InstanceState.UNKNOWN);
        assertThat(snapshot().reason()).contains("The frontend has a fault and cannot look; its log has more.");
        due.remove().run();
        assertThat(logged.causes()).containsExactly(FAULT);

        due.remove().run();
        assertThat(snapshot().state()).isEqualTo(InstanceState.UNHEALTHY);

        due.remove().run();
        assertThat(snapshot().reason()).contains("The connection to the server broke.");
        assertThat(logged.causes()).as("a server that is gone is no fault").hasSize(1);

        due.remove().run();
        assertThat(logged.causes()).containsExactly(FAULT, FAULT);
    }

    /** Everybody reads why a slice is out; what the server or the library said is the operator's. */
    @Test
    void theLibrarysWordsAreInTheLogAlone() {
        Queue<CompletableFuture<ServerLook>> looks = new ArrayDeque<>(List.of(
                CompletableFuture.failedFuture(
                        Status.UNAVAILABLE.withDescription("Keepalive failed").asRuntimeException()),
                CompletableFuture.completedFuture(new ServerLook(
                        false,
                        Map.of(TestRepository.UNET, new ServerLook.IndexedModel("UNAVAILABLE", "no\nfile /a/b")),
                        Map.of(),
                        Optional.empty())),
                CompletableFuture.failedFuture(
                        Status.DEADLINE_EXCEEDED.withDescription("after 1s").asRuntimeException()),
                CompletableFuture.failedFuture(
                        Status.INTERNAL.withDescription("odd frame").asRuntimeException()),
                CompletableFuture.failedFuture(new IllegalArgumentException("tensor 'a' stands twice"))));
        List<String> reasons = new ArrayList<>();
        try (LoggedLines log = new LoggedLines()) {
            poller((instance, wanted, timeout) -> looks.remove()).start();
            reasons.add(snapshot().reason().orElseThrow());
            while (!looks.isEmpty()) {
                due.remove().run();
                reasons.add(snapshot().reason().orElseThrow());
            }
            assertThat(log.lines())
                    .containsExactly(
                            "slice a (host:1): UNKNOWN. The connection to the server broke. (Keepalive failed)",
                            "slice a (host:1): UNHEALTHY. The server is not ready: tiny-11111111.unet (UNAVAILABLE)."
                                    + " (tiny-11111111.unet: no file /a/b)",
                            "slice a (host:1): UNKNOWN. The server does not answer in time. (no answer in time)",
                            "slice a (host:1): UNKNOWN. The server cannot be asked; the log has more. (odd frame)",
                            "slice a (host:1): UNKNOWN. What the server says of its models cannot be read; the log has"
                                    + " more. (tensor 'a' stands twice)");
        }
        assertThat(reasons)
                .containsExactly(
                        "The connection to the server broke.",
                        "The server is not ready: tiny-11111111.unet (UNAVAILABLE).",
                        "The server does not answer in time.",
                        "The server cannot be asked; the log has more.",
                        "What the server says of its models cannot be read; the log has more.");
    }

    /** As of a process that is stopped, or of a host that takes no packets; one that says that it is busy is there. */
    @ParameterizedTest
    @CsvSource({"DEADLINE_EXCEEDED, true", "RESOURCE_EXHAUSTED, false"})
    void whatAnswersNoLookForLongIsNotWaitedFor(Status.Code code, boolean lost) {
        poller((instance, wanted, timeout) ->
                        CompletableFuture.failedFuture(code.toStatus().asRuntimeException()))
                .start();
        for (int look = 1; look < 5; look++) {
            assertThat(snapshot().isLostFor(TestRepository.manifest())).isFalse();
            due.remove().run();
        }
        assertThat(snapshot().isLostFor(TestRepository.manifest())).isEqualTo(lost);
    }

    @ParameterizedTest
    @MethodSource("looksWithAnError")
    void anErrorIsNotTheLastLookEither(Supplier<CompletableFuture<ServerLook>> faulty) {
        Queue<Supplier<CompletableFuture<ServerLook>>> looks =
                new ArrayDeque<>(List.of(faulty, faulty, () -> CompletableFuture.completedFuture(NOT_READY)));
        poller((instance, wanted, timeout) -> looks.remove().get()).start();

        due.remove().run();
        assertThat(snapshot().state()).isEqualTo(InstanceState.UNKNOWN);
        assertThat(snapshot().reason()).contains("The frontend has a fault and cannot look; its log has more.");
        assertThat(logged.causes()).as("told once").hasSize(1);

        due.remove().run();
        assertThat(snapshot().state()).isEqualTo(InstanceState.UNHEALTHY);
        assertThat(due).as("the next").hasSize(1);
    }

    @Test
    void aClockThatBreaksIsNotTheLastLookEither() {
        Queue<Error> faults = new ArrayDeque<>(List.of(TOO_DEEP));
        clock = () -> {
            if (!faults.isEmpty()) {
                throw faults.remove();
            }
            return Instant.EPOCH;
        };
        poller((instance, wanted, timeout) -> CompletableFuture.completedFuture(NOT_READY))
                .start();
        due.remove().run();
        assertThat(logged.causes()).containsExactly(TOO_DEEP);
        assertThat(snapshot().state()).isEqualTo(InstanceState.UNHEALTHY);
    }

    @Test
    void anExecutorThatTakesNoLookIsAskedAgain() {
        AtomicInteger refusals = new AtomicInteger(2);
        AtomicInteger looks = new AtomicInteger();
        poller(
                        (instance, wanted, timeout) -> {
                            looks.incrementAndGet();
                            return CompletableFuture.completedFuture(NOT_READY);
                        },
                        look -> {
                            if (refusals.getAndDecrement() > 0) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            look.run();
                        })
                .start();
        for (int i = 0; i < 3; i++) {
            due.remove().run();
        }
        assertThat(looks).hasValue(2);
        assertThat(logged.causes()).hasSize(1);
    }

    @Test
    void theTimerOnlyHandsLooksOn() {
        Queue<Runnable> handedOn = new ArrayDeque<>();
        AtomicInteger looks = new AtomicInteger();
        poller(
                        (instance, wanted, timeout) -> {
                            looks.incrementAndGet();
                            return CompletableFuture.completedFuture(NOT_READY);
                        },
                        handedOn::add)
                .start();
        int before = looks.get();
        due.remove().run();
        assertThat(looks).hasValue(before);
        handedOn.remove().run();
        assertThat(looks).hasValue(before + 1);
        assertThat(due).as("the next").hasSize(1);
    }

    private Poller poller(Poller.Inspection inspection) {
        return poller(inspection, Runnable::run);
    }

    private Poller poller(Poller.Inspection inspection, Executor executor) {
        return new Poller(
                inspection,
                new SignatureBook(),
                registry,
                () -> ExpectedModels.of(List.of(TestRepository.manifest())),
                new Execution(
                        executor,
                        (delay, task) -> {
                            due.add(task);
                            return () -> {};
                        },
                        clock),
                new Poller.Cadence(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    private InstanceSnapshot snapshot() {
        return registry.snapshots().get(0);
    }
}
