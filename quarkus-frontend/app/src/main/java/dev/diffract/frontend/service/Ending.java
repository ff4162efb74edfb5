package dev.diffract.frontend.service;

import dev.diffract.frontend.core.admission.QueueFullException;
import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.intake.CallerGoneException;
import dev.diffract.frontend.intake.DrawingsFullException;
import dev.diffract.frontend.intake.IntakeFullException;
import dev.diffract.frontend.metrics.Refusal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** How a request for pictures ends, whatever dialect it came in. */
public enum Ending {
    OK,
    INVALID_REQUEST,
    MODEL_NOT_FOUND,
    INTAKE_FULL,
    MEMORY_FULL,
    QUEUE_FULL,
    TOO_LATE,
    NO_SLICE,
    SLICE_FAILED,
    NOT_FINITE,
    DEADLINE,
    CANCELLED,
    STOPPED,
    /** A fault of this program. */
    INTERNAL;

    /** What is read is read in a second or two. */
    private static final Duration INTAKE_MOVES = Duration.ofSeconds(2);

    /** A place in the queue, or memory, comes free when a generation ends, which takes seconds; that is foreseen once slices have answered. */
    private static final Duration QUEUE_MOVES = Duration.ofSeconds(5);

    /** Nobody knows when a slice will be back. That is found out with a look at it, which is every second unless the configuration says else: two or three of them. */
    private static final Duration SLICES_RETURN = Duration.ofSeconds(3);

    /** Another frontend may answer at once, the same one as soon as it was started again. */
    private static final Duration FRONTEND_RETURNS = Duration.ofSeconds(5);

    /** What a failure means. What the core does not throw on purpose is a fault of this program. */
    public static Ending of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof InvalidRequestException invalid) {
            return of(invalid);
        }
        if (failure instanceof IntakeFullException full) {
            return full.isPassing() ? INTAKE_FULL : INVALID_REQUEST;
        }
        if (failure instanceof DrawingsFullException) {
            return MEMORY_FULL;
        }
        if (failure instanceof CallerGoneException) {
            return CANCELLED;
        }
        return failure instanceof GenerationException generation ? of(generation) : INTERNAL;
    }

    private static Ending of(InvalidRequestException invalid) {
        boolean onlyModel = invalid.faults().stream().allMatch(fault -> fault.rule() instanceof Rule.KnownModel);
        return onlyModel ? MODEL_NOT_FOUND : INVALID_REQUEST;
    }

    private static Ending of(GenerationException failure) {
        return switch (failure.reason()) {
            case QUEUE_FULL -> failure.isForWantOfTime() ? TOO_LATE : QUEUE_FULL;
            case NO_INSTANCE -> NO_SLICE;
            case INSTANCES_FAILED -> SLICE_FAILED;
            case NOT_FINITE -> NOT_FINITE;
            case DEADLINE -> DEADLINE;
            case CANCELLED -> CANCELLED;
            case STOPPED -> STOPPED;
            case INTERNAL -> INTERNAL;
        };
    }

    /** When the same request may fare better, in whole seconds; empty if waiting does not help. */
    public Optional<Duration> retryAfter() {
        return switch (this) {
            case INTAKE_FULL -> Optional.of(INTAKE_MOVES);
            case QUEUE_FULL, MEMORY_FULL -> Optional.of(QUEUE_MOVES);
            case NO_SLICE -> Optional.of(SLICES_RETURN);
            case STOPPED -> Optional.of(FRONTEND_RETURNS);
            default -> Optional.empty();
        };
    }

    /** When the request of a failure may fare better: as was foreseen, or as it is usual; empty if waiting does not help. */
    public static Optional<Duration> retryAfter(GenerationException failure) {
        return failure.retryAfter().or(() -> of(failure).retryAfter());
    }

    /** The same of a request for which there was no memory. */
    public static Optional<Duration> retryAfter(DrawingsFullException full) {
        return full.retryAfter().or(MEMORY_FULL::retryAfter);
    }

    /** Why a request that ends so was not begun; empty where it was, or nobody refused it. */
    public Optional<Refusal> refusal() {
        return switch (this) {
            case INVALID_REQUEST -> Optional.of(Refusal.INVALID_REQUEST);
            case MODEL_NOT_FOUND -> Optional.of(Refusal.MODEL_NOT_FOUND);
            case INTAKE_FULL -> Optional.of(Refusal.INTAKE_FULL);
            case MEMORY_FULL -> Optional.of(Refusal.MEMORY_FULL);
            case QUEUE_FULL -> Optional.of(Refusal.QUEUE_FULL);
            case TOO_LATE -> Optional.of(Refusal.TOO_LATE);
            case NO_SLICE -> Optional.of(Refusal.NO_SLICE);
            case STOPPED -> Optional.of(Refusal.STOPPED);
            case OK, SLICE_FAILED, NOT_FINITE, DEADLINE, CANCELLED, INTERNAL -> Optional.empty();
        };
    }

    /** The same of what a request was refused with. */
    static Optional<Refusal> refusal(GenerationException failure) {
        if (failure.getCause() instanceof QueueFullException full) {
            return Optional.of(
                    switch (full.bound()) {
                        case PLACES -> Refusal.QUEUE_FULL;
                        case WORK -> Refusal.WORK_FULL;
                        case PLACES_OF_ONE -> Refusal.CALLER_FULL;
                        case TIME -> Refusal.TOO_LATE;
                    });
        }
        return of(failure).refusal();
    }

    /** As metrics and logs have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
