package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.CallTimes;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.dispatch.policy.Outlook;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Waiting;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever happens to instances: what is kept of how they looked last is how they look now. */
class LoadBookPropertyTest {

    private static final int INSTANCES = 4;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private enum What {
        BEGIN,
        SUCCEED,
        FAIL,
        FULL,
        OVERDUE,
        LAPSE,
        NEITHER,
        COME,
        GO,
        ABSENT,
        CHANGE,
        COUNTED,
        LOOK
    }

    /**
     * @param which instance, or call
     * @param millis that pass before; negative where the clock is set back
     */
    private record Event(What what, int which, int millis) {}

    @Test
    void whatIsKeptIsWhatALookAtAllWouldSee() {
        new Property<>(LoadBookPropertyTest::event, LoadBookPropertyTest::simpler, LoadBookPropertyTest::isAsSeenAnew)
                .check(300, 150);
    }

    private static Event event(RandomGenerator random) {
        What[] all = What.values();
        What what = switch (random.nextInt(8)) {
            case 0, 1 -> What.LOOK;
            case 2, 3 -> What.BEGIN;
            case 4, 5 -> What.SUCCEED;
            default -> all[random.nextInt(all.length)];
        };
        int millis = switch (random.nextInt(8)) {
            case 0 -> -random.nextInt(2000);
            case 1 -> random.nextInt(200_000);
            case 2, 3 -> random.nextInt(3000);
            default -> random.nextInt(100);
        };
        return new Event(what, random.nextInt(12), millis);
    }

    private static List<Event> simpler(Event event) {
        List<Event> simpler = new ArrayList<>();
        if (event.which() > 0) {
            simpler.add(new Event(event.what(), event.which() - 1, event.millis()));
        }
        if (event.millis() != 0) {
            simpler.add(new Event(event.what(), event.which(), 0));
            simpler.add(new Event(event.what(), event.which(), event.millis() / 2));
        }
        return simpler;
    }

    private static void isAsSeenAnew(List<Event> events) {
        Side kept = new Side();
        Side anew = new Side();
        List<InstanceSnapshot> snapshots = snapshots(INSTANCES);
        Instant now = BEGIN;
        for (Event event : events) {
            now = now.plusMillis(event.millis());
            if (event.what() == What.CHANGE) {
                snapshots = changed(snapshots, event.which());
            } else if (event.what() == What.LOOK) {
                isSame(kept, anew, snapshots, now);
            } else {
                kept.happens(event, snapshots, now);
                anew.happens(event, copies(snapshots), now);
            }
        }
        isSame(kept, anew, snapshots, now);
    }

    private static void isSame(Side one, Side other, List<InstanceSnapshot> snapshots, Instant now) {
        FleetView kept = one.book.view(snapshots, now);
        FleetView anew = new FleetView(other.book.view(copies(snapshots), now).instances(), List.of(), now);
        assertThat(kept.instances()).hasSameSizeAs(anew.instances());
        for (int i = 0; i < anew.instances().size(); i++) {
            InstanceView view = kept.instances().get(i);
            InstanceView same = anew.instances().get(i);
            assertThat(told(view)).isEqualTo(told(same));
            for (int rows = 1; rows <= 3; rows++) {
                assertThat(kept.expected(view, step(1).shape(), rows))
                        .isEqualTo(anew.expected(same, step(1).shape(), rows));
            }
        }
        Waiting waiting = new Waiting(0, step(1), false, Set.of(), Set.of(), false, Set.of());
        assertThat(kept.candidates(waiting))
                .extracting(InstanceView::instance)
                .isEqualTo(anew.candidates(waiting).stream()
                        .map(InstanceView::instance)
                        .toList());
    }

    /** All but what was learned: of that it is asked. */
    private static List<Object> told(InstanceView view) {
        Outlook outlook = view.outlook();
        return List.of(
                view.snapshot(),
                view.underWay(),
                view.filled(),
                view.lastChosen(),
                new Outlook(
                        outlook.calls(),
                        outlook.priority(),
                        outlook.free(),
                        CallTimes.NONE,
                        outlook.failures(),
                        outlook.doubtedUntil(),
                        outlook.trial()));
    }

    /** A book, and the calls that are under way in it. */
    private static final class Side {
        private final LoadBook book = new LoadBook();
        private final List<LoadBook.Entry> calls = new ArrayList<>();

        private Side() {
            for (int i = 0; i < INSTANCES; i++) {
                book.added(instance(i));
            }
        }

        private void happens(Event event, List<InstanceSnapshot> snapshots, Instant now) {
            TritonInstance instance = instance(event.which() % INSTANCES);
            switch (event.what()) {
                case BEGIN -> {
                    FleetView fleet = book.view(snapshots, now);
                    fleet.find(instance)
                            .ifPresent(view ->
                                    calls.add(book.begin(fleet, view, List.of(step(1 + event.which() % 2)), now)));
                }
                case LAPSE -> book.lapsed(instance, now);
                case COME -> book.added(instance);
                case GO -> book.removed(instance);
                case COUNTED -> book.counted(instance, counts(event.which(), now), now);
                case ABSENT -> book.changed(InstanceSnapshot.absent(instance, "Nobody is there."));
                default -> {
                    if (!calls.isEmpty()) {
                        ends(event.what(), calls.remove(event.which() % calls.size()), now);
                    }
                }
            }
        }

        private void ends(What what, LoadBook.Entry call, Instant now) {
            switch (what) {
                case SUCCEED -> book.succeeded(call, Stage.STEP, List.of(step(1)), now);
                case FAIL -> book.failed(call, true, false, now);
                case FULL -> book.full(call, now);
                case OVERDUE -> book.overdue(call, now);
                default -> book.neither(call, now);
            }
        }
    }

    /** All that there was time for since the beginning, or half of it; some tell nothing. */
    private static Optional<ServerCounts> counts(int which, Instant now) {
        long seconds = Math.max(0, Duration.between(BEGIN, now).toSeconds()) * (1 + which % 2) / 2;
        return which == 11
                ? Optional.empty()
                : Optional.of(new ServerCounts(seconds, Duration.ofSeconds(seconds), seconds, Duration.ZERO));
    }

    private static TritonInstance instance(int number) {
        return new TritonInstance("slice" + number, "host:" + number);
    }

    private static List<InstanceSnapshot> snapshots(int without) {
        return IntStream.range(0, INSTANCES)
                .filter(number -> number != without)
                .mapToObj(number -> InstanceSnapshot.healthy(instance(number), TestModels.served()))
                .toList();
    }

    /** One instance is not there any more, or all are there, or one is of another mind. */
    private static List<InstanceSnapshot> changed(List<InstanceSnapshot> before, int which) {
        if (which <= INSTANCES) {
            return snapshots(which);
        }
        List<InstanceSnapshot> changed = new ArrayList<>(before);
        changed.replaceAll(one -> one.instance().equals(instance(which % INSTANCES))
                ? which % 2 == 0
                        ? InstanceSnapshot.pending(one.instance())
                        : InstanceSnapshot.healthy(one.instance(), TestModels.served())
                : one);
        return List.copyOf(changed);
    }

    /** Equal ones that are none of those that were seen before. */
    private static List<InstanceSnapshot> copies(List<InstanceSnapshot> snapshots) {
        return snapshots.stream()
                .map(one ->
                        new InstanceSnapshot(one.instance(), one.state(), one.reason(), one.models(), one.evidence()))
                .toList();
    }

    private static Work step(int rows) {
        return Work.of(
                DispatcherFixture.unet(rows, 0),
                TestModels.CHECKPOINT,
                Stage.STEP,
                Terms.of(BEGIN.plus(Duration.ofDays(1)), "some step"));
    }
}
