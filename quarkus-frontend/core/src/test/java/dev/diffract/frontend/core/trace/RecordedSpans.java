package dev.diffract.frontend.core.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Writes down the spans that are over, in the order of their ends. */
public final class RecordedSpans {

    private final List<Over> over = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    public RecordedSpans(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A span that is over.
     *
     * @param parts what it is a part of, and last itself
     * @param facts its own alone
     */
    public record Over(List<Part> parts, Map<Fact, Object> facts, Duration took, End end) {

        public Part part() {
            return parts.get(parts.size() - 1);
        }

        /** Its outcome, behind the slice if it has one. */
        public String told() {
            Object slice = facts.get(Fact.SLICE);
            return (slice == null ? "" : slice + " ") + end.outcome();
        }
    }

    public List<Over> over() {
        return over;
    }

    public List<Over> of(Part part) {
        return over.stream().filter(span -> span.part() == part).toList();
    }

    /** A request, whose parts are written down. */
    public Span request() {
        return new Recorded(List.of(), Facts.NONE, clock.instant());
    }

    private final class Recorded implements Span {

        private final List<Part> parts;
        private final Facts facts;
        private final Instant since;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Recorded(List<Part> parts, Facts facts, Instant since) {
            this.parts = parts;
            this.facts = facts;
            this.since = since;
        }

        @Override
        public Span begin(Part part, Facts ofPart) {
            return new Recorded(and(part), ofPart, clock.instant());
        }

        @Override
        public void past(Part part, Facts ofPart, Instant from, Instant until, End end) {
            over.add(new Over(and(part), ofPart.values(), Duration.between(from, until), end));
        }

        @Override
        public void end(End end) {
            if (ended.compareAndSet(false, true)) {
                over.add(new Over(parts, facts.values(), Duration.between(since, clock.instant()), end));
            }
        }

        private List<Part> and(Part part) {
            return Stream.concat(parts.stream(), Stream.of(part)).toList();
        }
    }
}
