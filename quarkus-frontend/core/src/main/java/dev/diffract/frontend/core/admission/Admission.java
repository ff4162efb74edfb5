package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.time.Unheard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says who may draw, who waits, and who is refused. So many pictures are drawn at once; generations wait in the order of fair shares by
 * cost, and one of more pictures than may be drawn at once begins when nobody else of its class draws. Those below the usual class begin
 * where it leaves room, but when they are of the usual one meanwhile. What would have to wait and would not be done by its deadline even if all went
 * better than it ever did is refused.
 * Thread-safe; callbacks run outside of its lock.
 */
public final class Admission {

    private final Bounds bounds;
    private final InstantSource clock;
    private final Line usual;
    private final Line lower;
    private int maxActive;

    /**
     * @param maxActive pictures at once, at least 1; may {@linkplain #allow change}
     * @throws IllegalArgumentException if it is less
     */
    public Admission(int maxActive, Bounds bounds, InstantSource clock) {
        this.maxActive = checked(maxActive);
        this.bounds = bounds;
        this.clock = clock;
        this.usual = new Line(bounds.weights());
        this.lower = new Line(bounds.weights());
    }

    /**
     * Changes how many pictures are drawn at once; who is drawn already goes on.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public void allow(int most) {
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            maxActive = checked(most);
            if (admitNext(news)) {
                tellPositions(news);
            }
        }
        news.forEach(Unheard::run);
    }

    /**
     * Asks for a place. Either it is admitted before this returns, or the asker waits and is told its position now and whenever it changes.
     *
     * @param pace of what it is to be drawn by
     * @return to be left exactly when the place is no longer needed, waiting or not
     * @throws QueueFullException if as many or as much waits as may, or it would not be done by its deadline
     */
    public Place enter(Demand demand, Pace pace, Turn turn) {
        Asker asker = new Asker(demand, pace, turn, clock.instant());
        List<Runnable> news = new ArrayList<>();
        synchronized (this) {
            Line line = demand.standing().at(clock.instant()) < 0 ? lower : usual;
            if (line.first() == null && fits(asker, line)) {
                foresee(asker, line, List.of()).ifPresent(known -> asker.promise(known, maxActive, line.calibration()));
                line.begin(asker);
                news.add(() -> turn.admitted(asker.doneBy()));
            } else {
                new Room(bounds, usual, lower, clock.instant()).require(asker, line);
                line.add(asker);
                List<Asker> before = line.inOrder().stream()
                        .takeWhile(other -> !other.equals(asker))
                        .toList();
                Optional<Forecast> forecast = foresee(asker, line, before);
                if (forecast.isPresent()) {
                    try {
                        requireTime(forecast.get(), line.calibration());
                    } catch (QueueFullException late) {
                        line.remove(asker);
                        throw late;
                    }
                    asker.promise(forecast.get(), maxActive, line.calibration());
                }
                admitNext(news); // it may be next, and fit where another does not
                tellPositions(news);
            }
        }
        news.forEach(Unheard::run);
        return new Held(asker);
    }

    /** Generations being drawn. */
    public synchronized int active() {
        return usual.active() + lower.active();
    }

    /** Generations waiting. */
    public synchronized int queued() {
        return usual.queued() + lower.queued();
    }

    /** Pictures that are drawn at once, if there are as many. */
    public synchronized int mostPictures() {
        return maxActive;
    }

    /** When the batch class is treated as the interactive one. */
    public OffPeak offPeak() {
        return bounds.offPeak();
    }

    /** What is to be drawn yet by a resource, of who draws and who waits; in units of cost. */
    public synchronized double left(String resource) {
        return Stream.of(usual, lower)
                .flatMap(line -> Stream.concat(line.drawing().stream(), line.inOrder().stream()))
                .filter(asker -> asker.resource().equals(resource))
                .mapToDouble(Asker::left)
                .sum();
    }

    /** Callers that are remembered. */
    synchronized int remembered() {
        return usual.remembered() + lower.remembered();
    }

    private static int checked(int maxActive) {
        if (maxActive < 1) {
            throw new IllegalArgumentException("expected maxActive of at least 1, was " + maxActive);
        }
        return maxActive;
    }

    /** Empty if the pace is not known. */
    private Optional<Forecast> foresee(Asker asker, Line line, List<Asker> queuedBefore) {
        if (!asker.pace().isKnown()) {
            return Optional.empty();
        }
        List<Asker> before = new ArrayList<>(usual.drawing());
        if (line == lower) {
            before.addAll(lower.drawing());
            before.addAll(usual.inOrder());
        }
        before.addAll(queuedBefore);
        return Optional.of(new Forecast(before, asker, asker.pace(), clock.instant()));
    }

    /** Only who has to wait is refused: who can begin is drawn beside the others, and what was learned wrong is learned anew. */
    private void requireTime(Forecast forecast, Calibration calibration) {
        double seconds = forecast.atLeast(maxActive, calibration.least());
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
                leaver.teach(
                        (leaver.demand().standing().priority() < 0 ? lower : usual).calibration(), clock.instant());
            }
            usual.remove(leaver);
            lower.remove(leaver);
            admitNext(news);
            tellPositions(news);
        }
        news.forEach(Unheard::run); // who breaks keeps nobody else waiting
    }

    private synchronized void advance(Asker asker, double part) {
        asker.advance(part);
    }

    /** The usual class does not feel the lower one. */
    private boolean fits(Asker asker, Line line) {
        int drawn = line == usual ? usual.pictures() : usual.pictures() + lower.pictures();
        return drawn == 0 || drawn + asker.demand().pictures() <= maxActive;
    }

    /** The first waits until there is room for it: else one of many pictures would never begin while those of few come. */
    private boolean admitNext(List<Runnable> news) {
        sort();
        boolean any = beginNext(usual, news);
        return beginNext(lower, news) || any;
    }

    private boolean beginNext(Line line, List<Runnable> news) {
        boolean any = false;
        for (Asker first = line.first(); first != null && fits(first, line); first = line.first()) {
            line.beginFirst();
            Asker begun = first;
            news.add(() -> begun.turn().admitted(begun.doneBy()));
            any = true;
        }
        return any;
    }

    /** Whose class has changed with time waits in the other line; whoever is of the lower one again draws there, too. */
    private void sort() {
        Instant now = clock.instant();
        for (Asker asker : lower.inOrder()) {
            if (asker.demand().standing().at(now) == Standing.USUAL) {
                lower.remove(asker);
                usual.add(asker);
            }
        }
        for (Asker asker : usual.inOrder()) {
            if (asker.demand().standing().at(now) < Standing.USUAL) {
                usual.remove(asker);
                lower.add(asker);
            }
        }
        for (Asker asker : List.copyOf(usual.drawing())) {
            if (asker.demand().standing().at(now) < Standing.USUAL) {
                usual.handOver(asker, lower);
            }
        }
    }

    private void tellPositions(List<Runnable> news) {
        int position = 0;
        for (Line line : List.of(usual, lower)) {
            for (Asker asker : line.inOrder()) {
                int now = ++position;
                if (asker.moves(now)) {
                    news.add(() -> asker.turn().waits(now, asker.doneBy()));
                }
            }
        }
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
        public void leave(boolean drawn) {
            Admission.this.leave(asker, drawn);
        }
    }
}
