package dev.diffract.frontend.core.admission;

import dev.diffract.frontend.core.HandClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A clock of its own, one place, two of the queue, and callers who write down what they are told. */
abstract class ToldFixture {

    Optional<Instant> doneBy = Optional.empty();
    final HandClock clock = new HandClock();
    final List<String> events = new ArrayList<>();
    final Admission admission = new Admission(Places.of(1), new Bounds(2, 2, caller -> 1), clock);

    Place enter(String name) {
        return enter(name, 1);
    }

    Place enter(String name, int pictures) {
        return ask(name, demand("somebody", 0, pictures), Pace.UNKNOWN);
    }

    Demand demand(String caller, int priority, int pictures) {
        return demand(caller, priority, pictures, "a");
    }

    Demand demand(String caller, int priority, int pictures, String resource) {
        Instant now = clock.instant();
        return new Demand(
                caller,
                Standing.of(priority, now, now.plusSeconds(200)),
                pictures,
                new Demand.Cost(resource, 100, 100),
                now.plusSeconds(200));
    }

    Place ask(String name, Demand demand, Pace pace) {
        return admission.enter(demand, pace, turn(name));
    }

    Turn turn(String name) {
        return new Turn() {
            @Override
            public void begin(int pictures, Optional<Instant> time) {
                doneBy = time;
                events.add(name + " admitted" + (pictures == 1 ? "" : " with " + pictures));
            }

            @Override
            public void waits(int position, Optional<Instant> time) {
                doneBy = time;
                events.add(name + " waits at " + position);
            }
        };
    }
}
