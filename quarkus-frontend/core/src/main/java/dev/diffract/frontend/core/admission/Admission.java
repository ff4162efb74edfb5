package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.time.Unheard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says who may draw, who waits, and who is refused. So many pictures are drawn at once, of all and with each resource; what waits begins picture by picture in
 * the order of fair shares by cost. Pictures below the usual class begin
 * where it leaves room, but when they are of the usual one meanwhile. What would have to wait and would not be done by its deadline even if all went
 * better than it ever did is refused; so is what would not though nothing else were drawn.
 * Thread-safe; callbacks run outside of its lock.
 */
public final class Admission {

    private final Bounds bounds;
    private final InstantSource clock;
    private final Lines lines;
    private Places places;

    /** @param places may {@linkplain #allow change} */
    public Admission(Places places, Bounds bounds, InstantSource clock) {
        this.places = places;
        this.bounds = bounds;
        this.clock = clock;
        this.lines = new Lines(bounds.weights());
    }

    /** Changes how many pictures are drawn at once; who is drawn already goes on. */
    public void allow(Places changed) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            places = changed;
            admitNext(news);
        }
        news.forEach(Unheard::run);
    }

    /**
     * Asks for a place. Either some of its pictures may begin before this returns, or the asker waits and is told its position now and whenever it changes.
     *
     * @param pace of what it is to be drawn by
     * @return to be left exactly when the place is no longer needed, waiting or not
     * @throws QueueFullException if as many or as much waits as may, or it would not be done by its deadline
     */
    public Place enter(Demand demand, Pace pace, Turn turn) {
        settle();
        Asker asker = new Asker(demand, pace, turn, clock.instant());
        requireOwnTime(asker);
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            Line line = lines.of(demand.standing(), clock.instant());
            int beginning = Math.min(demand.pictures(), lines.room(asker, line, places));
            if (beginning < demand.pictures()) {
                new Room(bounds, lines, places, clock.instant()).require(asker, beginning, line);
            }
            if (beginning > 0) {
                begin(asker, beginning, line, news);
            } else {
                queue(asker, line);
            }
            if (asker.waiting() > 0) {
                tellPositions(news);
            }
        }
        news.forEach(Unheard::run);
        return new Held(asker);
    }

    /** Whose class has changed with time may begin. */
    private void settle() {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            if (queued() > 0) {
                admitNext(news);
            }
        }
        news.forEach(Unheard::run);
    }

    /** Nobody waits who could begin instead: else it had begun before. */
    private void begin(Asker asker, int pictures, Line line, List<Runnable> news) {
        foresee(asker, line, List.of()).ifPresent(known -> promise(asker, known, line));
        for (int i = 0; i < pictures; i++) {
            line.begin(asker);
        }
        news.add(() -> asker.turn().begin(pictures, asker.doneBy()));
        if (asker.waiting() > 0) {
            line.add(asker);
        }
    }

    private void queue(Asker asker, Line line) {
        line.add(asker);
        List<Asker> before =
                line.inOrder().stream().takeWhile(other -> !other.equals(asker)).toList();
        foresee(asker, line, before).ifPresent(forecast -> {
            try {
                requireTime(forecast, line.calibration());
            } catch (QueueFullException late) {
                line.remove(asker);
                throw late;
            }
            promise(asker, forecast, line);
        });
    }

    private void promise(Asker asker, Forecast forecast, Line line) {
        asker.promise(forecast, places.of(asker.resource()), line.calibration());
    }

    /** Askers of whom a picture is drawn at least. */
    public synchronized int active() {
        return (int) lines.drawing().count();
    }

    /** Pictures that are drawn. */
    public synchronized int drawn() {
        return lines.drawn();
    }

    /** Pictures that wait. */
    public synchronized int queued() {
        return lines.queued();
    }

    /** How many pictures are drawn at once, if there are as many. */
    public synchronized Places places() {
        return places;
    }

    /** When the batch class is treated as the interactive one. */
    public OffPeak offPeak() {
        return bounds.offPeak();
    }

    /** What is to be drawn yet by a resource, of who draws and who waits; in units of cost. */
    public synchronized double left(String resource) {
        return lines.all()
                .filter(asker -> asker.resource().equals(resource))
                .mapToDouble(Asker::left)
                .sum();
    }

    /** In how long somebody who is drawn will be done with all pictures, and leave, if that is known: whole seconds, at least one. */
    public synchronized Optional<Duration> firstOver() {
        return QueueFullException.whole(new Room(bounds, lines, places, clock.instant()).firstOver());
    }

    /** Callers that are remembered. */
    synchronized int remembered() {
        return lines.usual().remembered() + lines.lower().remembered();
    }

    /** Empty if the pace is not known. */
    private Optional<Forecast> foresee(Asker asker, Line line, List<Asker> queuedBefore) {
        if (!asker.pace().isKnown()) {
            return Optional.empty();
        }
        List<Asker> before = new ArrayList<>(lines.usual().drawing());
        if (line == lines.lower()) {
            before.addAll(lines.lower().drawing());
            before.addAll(lines.usual().inOrder());
        }
        before.addAll(queuedBefore);
        return Optional.of(new Forecast(before, asker, asker.pace(), clock.instant()));
    }

    /** What nobody could draw in time though there were nothing else to do. */
    private void requireOwnTime(Asker asker) {
        double seconds = asker.demand().cost().leastSeconds();
        double left = asker.secondsTo(asker.entered());
        if (seconds > 0 && seconds > left) {
            throw QueueFullException.never(seconds, left);
        }
    }

    /** Only who has to wait is refused for what others take: who can begin is drawn beside them, and what was learned wrong is learned anew. */
    private void requireTime(Forecast forecast, Calibration calibration) {
        double seconds = forecast.atLeast(places.of(forecast.asker().resource()), calibration.least());
        double late = forecast.late(seconds);
        if (late > 0) {
            throw QueueFullException.late(seconds, late);
        }
    }

    private void leave(Asker leaver, boolean drawn) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            if (!leaver.go()) {
                return;
            }
            if (drawn) {
                Line line = leaver.demand().standing().priority() < Standing.USUAL ? lines.lower() : lines.usual();
                leaver.teach(line.calibration(), clock.instant());
            }
            lines.leave(leaver);
            admitNext(news);
            tellPositions(news);
        }
        news.forEach(Unheard::run); // who breaks keeps nobody else waiting
    }

    private void drawn(Asker asker) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            if (lines.end(asker)) {
                admitNext(news);
            }
        }
        news.forEach(Unheard::run);
    }

    private synchronized void advance(Asker asker, double part) {
        asker.advance(part);
    }

    private void admitNext(List<Runnable> news) {
        Map<Asker, Integer> begun = lines.beginNext(places, clock.instant());
        begun.forEach((asker, pictures) -> news.add(() -> asker.turn().begin(pictures, asker.doneBy())));
        if (!begun.isEmpty()) {
            tellPositions(news);
        }
    }

    private void tellPositions(List<Runnable> news) {
        lines.positions((asker, position) -> {
            if (asker.moves(position)) {
                news.add(() -> asker.turn().waits(position, asker.doneBy()));
            }
        });
    }

    private final class Held implements Place {

        private final Asker asker;

        private Held(Asker asker) {
            this.asker = asker;
        }

        @Override
        public void advance(double part) {
            Admission.this.advance(asker, part);
        }

        @Override
        public void drawn() {
            Admission.this.drawn(asker);
        }

        @Override
        public void leave(boolean drawn) {
            Admission.this.leave(asker, drawn);
        }
    }
}
