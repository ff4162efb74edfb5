package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.Breaks.Tally;
import dev.diffract.frontend.core.dispatch.DispatchException.Reason;
import dev.diffract.frontend.core.dispatch.policy.Exact;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Waiting;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was tried with a piece of work, and what that means: may it go, must it wait, is it to be given up. Not thread-safe.
 */
final class Trials {

    /** Back-off doubles this often at most. */
    private static final int MAX_DOUBLINGS = 4;

    /** Failures that are kept: an instance may stay full for as long as the deadline. */
    private static final int MAX_FAILURES = 16;

    /**
     * Calls are taken from an instance that is only silent so often: on a machine too busy to answer looks, calls that went from one instance to
     * the other would never end.
     */
    private static final int MOST_MOVES = 2;

    private final long number;
    private final Work work;
    private final DispatchSettings settings;
    private final Deque<InferenceException> failures = new ArrayDeque<>();
    private final Set<TritonInstance> tried = new HashSet<>();
    private final Set<String> unfit = new HashSet<>();
    private final Breaks breaks = new Breaks();
    private int attempts;
    private int pauses;
    private int moves;
    private boolean again;
    private boolean alone;
    private Instant notBefore = Instant.MIN;
    private @Nullable Instant missingSince;
    private boolean stranded;
    private @Nullable Waiting waiting;
    /** Where it is under way, and the engine of its model there. */
    private final Map<TritonInstance, Optional<String>> at = new HashMap<>();

    private @Nullable InferenceException notFinite;

    Trials(long number, Work work, DispatchSettings settings) {
        this.number = number;
        this.work = work;
        this.settings = settings;
    }

    /**
     * How waiting work stands.
     *
     * @param ready whether some instance may be given it now
     * @param until when that changes although nothing happens; not asked for what is ready
     * @param stranded whether it begins to wait to the deadline for somebody to return, who may be long
     * @param end why it is to be given up, if it is
     */
    record Standing(boolean ready, Instant until, boolean stranded, Optional<DispatchException> end) {

        private static final Standing READY = new Standing(true, Instant.MAX, false, Optional.empty());

        private static Standing waits(Instant until) {
            return new Standing(false, until, false, Optional.empty());
        }

        private static Standing ends(DispatchException end) {
            return new Standing(false, Instant.MAX, false, Optional.of(end));
        }
    }

    /** As the policy sees it. */
    Waiting waiting() {
        if (waiting == null) {
            waiting = new Waiting(number, work, again, tried, unfit, alone, at.keySet());
        }
        return waiting;
    }

    long number() {
        return number;
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    Standing standing(FleetView fleet, Instant now) {
        boolean served = fleet.anyServes(waiting());
        if (!at.isEmpty() && now.isBefore(deadline()) && !served) { // it is under way, and nobody else can help
            return Standing.waits(deadline());
        }
        if (!now.isBefore(deadline())) {
            return Standing.ends(!served && notFinite == null ? absent(fleet) : overdue());
        }
        if (!served) {
            return notFinite == null ? missing(fleet, now) : Standing.ends(leftNumbers(notFinite));
        }
        missingSince = null;
        stranded = false;
        if (fleet.allTried(waiting())) {
            triedAll(now);
        }
        return now.isBefore(notBefore) ? Standing.waits(notBefore) : Standing.READY;
    }

    /** An instance is given the work. */
    void sent(InstanceView view) {
        at.put(view.instance(), view.snapshot().engine(work.model()));
        tried.add(view.instance());
        again = true;
        waiting = null;
    }

    /**
     * Whether it is to be taken from an instance that is gone: somebody else can do it.
     *
     * @param gone what is known of the instance
     */
    boolean mayMove(InstanceSnapshot gone, FleetView fleet) {
        return canGoElsewhere(fleet) && (!gone.isSilent() || moves < MOST_MOVES);
    }

    /** Whether somebody can do it who has it not under way. */
    boolean canGoElsewhere(FleetView fleet) {
        return fleet.anyServes(waiting());
    }

    /** It was taken from an instance that is gone. */
    void moved(TritonInstance from) {
        moves++;
        left(from);
    }

    private Optional<String> left(TritonInstance instance) {
        waiting = null;
        return Optional.ofNullable(at.remove(instance)).flatMap(Function.identity());
    }

    /**
     * An instance did not do the work.
     *
     * @param shared whether other work was in the same call: the work may be sound then, and goes alone from now on if some of it may be to blame
     * @param tally of all calls, this one among them
     * @return why it is to be given up; empty if it is to be tried again
     */
    Optional<DispatchException> failed(
            TritonInstance instance, InferenceException failure, boolean shared, Tally tally, Instant now) {
        Optional<String> engine = left(instance);
        if (failures.size() == MAX_FAILURES) {
            failures.removeFirst();
        }
        failures.addLast(failure);
        alone |= shared && (failure.kind().countsAgainstCall() || failure.kind() == FailureKind.LOST);
        if (failure.kind()
                == FailureKind.NOT_FINITE) { // there are not many engines: they are the bound of these trials
            notFinite = failure;
            engine.ifPresent(unfit::add);
            return now.isBefore(deadline()) ? Optional.empty() : Optional.of(late());
        }
        boolean refused = !failure.kind().retryHelps();
        if (failure.kind().countsAgainstCall() && !(refused && shared)) {
            // That an instance is full, or gone, is none: time bounds the waiting.
            attempts += failure.kind() == FailureKind.DEADLINE ? breaks.unanswered(tally) : 1;
        }
        if (failure.kind() == FailureKind.LOST) {
            attempts += breaks.broke(tally, now);
            notBefore = earlier(now.plus(breaks.pause()), deadline());
        }
        if (!now.isBefore(deadline())) {
            return Optional.of(late());
        }
        if (refused && !shared) {
            return Optional.of(failure(Reason.INSTANCES_FAILED, lastSentence()));
        }
        if (attempts >= settings.attempts()) {
            String why = breaks.isBlamed() ? " Servers broke down while they had it, so it may be the reason." : "";
            return Optional.of(
                    failure(Reason.INSTANCES_FAILED, lastSentence() + " That was attempt " + attempts + "." + why));
        }
        return Optional.empty();
    }

    DispatchException cancelled() {
        return failure(Reason.CANCELLED, "The generation was cancelled.");
    }

    /** The deadline passed while an instance had it. */
    DispatchException late() {
        return failure(Reason.DEADLINE, CallSentences.lateIn(work.model()));
    }

    /** Every engine there is makes NaN or infinity of it. */
    private DispatchException leftNumbers(InferenceException last) {
        return failure(Reason.NOT_FINITE, CallSentences.leftNumbers(last));
    }

    private DispatchException overdue() {
        return failure(Reason.DEADLINE, CallSentences.lateBefore(work.model()));
    }

    /** Nobody serves it, or nobody computes as it asks. */
    private DispatchException absent(FleetView fleet) {
        return failure(
                Reason.NO_INSTANCE,
                work.exact()
                        .flatMap(exact -> fleet.absence(work.checkpoint(), exact))
                        .orElseGet(() -> CallSentences.absent(work.model())));
    }

    /**
     * Nobody can do it: somebody may come back, and is waited for to the end. Whoever can go on with what has begun may even come from
     * elsewhere, or be a server that has another checkpoint for now; engines that a picture is only to begin with may be nowhere while others
     * serve its model, and are not waited for as long.
     */
    private Standing missing(FleetView fleet, Instant now) {
        if (missingSince == null) {
            missingSince = now;
            again = true;
            waiting = null;
        }
        boolean begun = work.exact().filter(Exact::begun).isPresent()
                || work.terms().course().done() > 0;
        Instant grace = begun ? now : missingSince.plus(settings.recoveryGrace());
        boolean nowhere = !fleet.anyMayRecover() || (fleet.anyServes(work) && !now.isBefore(grace));
        if (!begun && nowhere) {
            return Standing.ends(
                    failures.isEmpty()
                            ? absent(fleet)
                            : failure(Reason.INSTANCES_FAILED, lastSentence() + " No other slice could take over."));
        }
        if (now.isBefore(grace)) {
            return Standing.waits(earlier(grace, deadline()));
        }
        boolean first = !stranded;
        stranded = true;
        return new Standing(false, deadline(), first, Optional.empty());
    }

    /** Every instance in rotation was tried: they are full, or have come back since. */
    private void triedAll(Instant now) {
        tried.clear();
        waiting = null;
        if (!failures.isEmpty() && failures.getLast().kind() == FailureKind.OVERLOADED) {
            Duration pause = settings.overloadBackoff().multipliedBy(1L << Math.min(pauses++, MAX_DOUBLINGS));
            notBefore = earlier(now.plus(pause), deadline());
        }
    }

    private String lastSentence() {
        String message = failures.getLast().getMessage();
        return "A call failed: " + message + (message.endsWith(".") ? "" : ".");
    }

    private DispatchException failure(Reason reason, String sentence) {
        return new DispatchException(reason, sentence, List.copyOf(failures));
    }

    private Instant deadline() {
        return work.terms().deadline();
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
