package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.util.Optional;

/** Somebody who waits or draws; guarded by the lock of its admission. */
final class Asker {

    private final Demand demand;
    private final Pace pace;
    private final Turn turn;
    private final Instant entered;
    private double left;
    private int waiting;
    private double thought;
    private Optional<Instant> doneBy = Optional.empty();
    private int position;
    private boolean gone;

    /** @param pace of what it is to be drawn by, as it was known when it entered */
    Asker(Demand demand, Pace pace, Turn turn, Instant entered) {
        this.demand = demand;
        this.pace = pace;
        this.turn = turn;
        this.entered = entered;
        this.left = demand.cost().all();
        this.waiting = demand.pictures();
    }

    Demand demand() {
        return demand;
    }

    Pace pace() {
        return pace;
    }

    Turn turn() {
        return turn;
    }

    Instant entered() {
        return entered;
    }

    /** Of its pictures those that have not begun. */
    int waiting() {
        return waiting;
    }

    boolean hasBegun() {
        return waiting < demand.pictures();
    }

    /** One more of its pictures begins. */
    void begins() {
        waiting--;
    }

    /** What of its cost is to be drawn yet. */
    double left() {
        return left;
    }

    /** What each of its pictures costs. */
    double costOfOne() {
        return demand.cost().all() / demand.pictures();
    }

    /** What its pictures cost that have not begun. */
    double leftOfWaiting() {
        return waiting * costOfOne();
    }

    /** What of its cost is to be drawn yet of those that have. */
    double leftOfDrawn() {
        return Math.max(0, left - leftOfWaiting());
    }

    void advance(double part) {
        left = Math.max(0, left - part * demand.cost().all());
    }

    /** What draws it. */
    String resource() {
        return demand.cost().resource();
    }

    /** How long it has yet. */
    double secondsTo(Instant now) {
        return Forecast.seconds(now, demand.deadline());
    }

    /**
     * It is told when it will be done, never after its deadline; of what has no step to make nothing is said.
     *
     * @param places pictures that are drawn at once
     */
    void promise(Forecast forecast, int places, Calibration calibration) {
        if (demand.cost().all() <= 0) {
            return;
        }
        thought = forecast.likely(places);
        Instant time = entered.plusNanos((long) (thought * calibration.factor() * 1e9));
        doneBy = Optional.of(time.isBefore(demand.deadline()) ? time : demand.deadline());
    }

    Optional<Instant> doneBy() {
        return doneBy;
    }

    /** It is done now: how long was it thought to take, and how long did it? */
    void teach(Calibration calibration, Instant now) {
        if (thought > 0) {
            calibration.took(thought, Math.max(0, Forecast.seconds(entered, now)));
        }
    }

    /** @return whether that is another position than before */
    boolean moves(int to) {
        boolean moved = to != position;
        position = to;
        return moved;
    }

    /** @return whether it had not gone before */
    boolean go() {
        boolean first = !gone;
        gone = true;
        return first;
    }
}
