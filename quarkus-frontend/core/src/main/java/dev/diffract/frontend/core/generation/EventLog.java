package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.generation.GenerationEvent.Queued;
import dev.diffract.frontend.core.generation.GenerationEvent.Started;
import dev.diffract.frontend.core.generation.GenerationEvent.Subject;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to a generation, told to everybody who follows it: one event at a time, in one order for all, nothing of the
 * queue once drawing began, and nothing new after the end. Who comes late is first told how things stand; what later events
 * made needless is not kept, so that a log is never longer than a few events per picture. Thread-safe.
 */
final class EventLog {

    private final ProgressListener owner;
    private final List<ProgressListener> guests = new ArrayList<>();
    private final Map<Subject, GenerationEvent> latest = new LinkedHashMap<>();
    private boolean started;
    private boolean ended;

    /**
     * @param owner hears everything from the beginning; what it throws comes out of {@link #tell}
     */
    EventLog(ProgressListener owner) {
        this.owner = owner;
    }

    /** Tells a listener how things stand, and from then on what happens, until it is stopped or throws. */
    synchronized Following follow(ProgressListener guest) {
        latest.values().forEach(event -> event.tell(guest));
        guests.add(guest);
        return () -> stop(guest);
    }

    /** The queue tells positions outside of its lock: one may arrive after the place became free. */
    synchronized void queued(int position, Optional<Instant> doneBy) {
        if (!started) {
            tell(new Queued(position, doneBy));
        }
    }

    /**
     * @return whether there is anything to start
     */
    synchronized boolean started(GenerationPlan plan, Optional<Instant> doneBy) {
        if (ended) {
            return false;
        }
        started = true;
        tell(new Started(plan, doneBy));
        return true;
    }

    synchronized void tell(GenerationEvent event) {
        if (ended) {
            return;
        }
        latest.remove(event.subject()); // so that it is told at its new place
        latest.put(event.subject(), event);
        event.tell(owner);
        for (ProgressListener guest : List.copyOf(guests)) { // one may stop following while it is told
            if (!isTold(guest, event)) {
                guests.remove(guest);
            }
        }
    }

    /**
     * @return whether this was the first end
     */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private synchronized void stop(ProgressListener guest) {
        guests.remove(guest);
    }

    /** A guest that cannot listen is no reason to stop drawing. */
    private static boolean isTold(ProgressListener guest, GenerationEvent event) {
        try {
            event.tell(guest);
            return true;
        } catch (RuntimeException | Error e) {
            return false;
        }
    }
}
