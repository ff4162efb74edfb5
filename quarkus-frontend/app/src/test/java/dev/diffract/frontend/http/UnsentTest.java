package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What nobody takes has no room for ever: a connection has a share, and of all together those give way that nobody reads. */
class UnsentTest {

    private static final long CAPACITY = 1 << 20;
    private static final long SHARE = CAPACITY / 8;

    private final Unsent unsent = new Unsent(CAPACITY);
    private final List<String> cutOff = new ArrayList<>();

    /** The event loops, which run when a test says so. */
    private final Queue<Runnable> loops = new ArrayDeque<>();

    /** An answer, of which a look sees what a test says. */
    private final class Client implements Unsent.Owner {
        private final String name;
        private final Unsent.Answer room;
        private long left;
        private boolean reads;

        Client(String name) {
            this.name = name;
            this.room = unsent.expect(name, this);
        }

        Client made(long bytes) {
            left = bytes - Unsent.OVERHEAD;
            room.made(left);
            look();
            return this;
        }

        Client reading() {
            reads = true;
            look();
            return this;
        }

        void stops() {
            reads = false;
            look();
        }

        /** Nobody has looked since. */
        Client takes(long bytes) {
            left = Math.max(0, left - bytes);
            reads = true;
            return this;
        }

        @Override
        public void look() {
            if (left == 0) {
                room.release();
            } else {
                room.left(left, reads, true);
            }
        }

        @Override
        public void giveWay(boolean reading, Runnable done) {
            loops.add(() -> {
                look();
                if (left > 0 && (reading || !reads)) {
                    cutOff.add(name);
                    room.release();
                } else {
                    room.spare();
                }
                done.run();
            });
        }
    }

    private Client add(String connection, long bytes) {
        return new Client(connection).made(bytes);
    }

    private void runLoops() {
        while (!loops.isEmpty()) {
            loops.remove().run();
        }
    }

    private List<String> cutOff() {
        runLoops();
        return cutOff;
    }

    @Test
    void aConnectionWithItsShareMayNotAskUntilItTakesSome() {
        Client first = add("a", SHARE / 2);
        assertThat(unsent.hasRoom("a")).isTrue();
        add("a", SHARE / 2);

        assertThat(unsent.hasRoom("a")).isFalse();
        assertThat(unsent.hasRoom("b")).isTrue();
        first.room.release();
        first.room.release();
        assertThat(unsent.hasRoom("a")).isTrue();
        assertThat(unsent.taken()).isEqualTo(SHARE / 2);
        assertThat(cutOff()).isEmpty();
    }

    /** Nobody has looked since it took all. */
    @Test
    void whoAsksAgainIsLookedAtBeforeBeingTurnedAway() {
        Client client = add("a", 2 * SHARE);
        assertThat(unsent.hasRoom("a")).isFalse();

        client.takes(2 * SHARE);

        assertThat(unsent.hasRoom("a")).isTrue();
        assertThat(unsent.taken()).isZero();
    }

    @Test
    void theOldestGiveWayToTheNewest() {
        add("a", CAPACITY / 4);
        add("b", CAPACITY / 4);
        add("c", CAPACITY / 4);
        assertThat(cutOff()).isEmpty();

        add("d", CAPACITY / 4);

        assertThat(unsent.hasRoom()).as("until it is gone").isFalse();
        assertThat(cutOff()).containsExactly("a");
        assertThat(unsent.hasRoom()).isTrue();
        assertThat(unsent.taken()).isEqualTo(CAPACITY / 4 * 3);
        add("e", Unsent.OVERHEAD + 1);
        assertThat(cutOff()).containsExactly("a", "b");
    }

    @Test
    void whoReadsGivesWayOnlyWhenThereIsNoOtherRoom() {
        add("reads", CAPACITY / 4).reading();
        add("stopped", CAPACITY / 4).reading().stops();
        add("reads too", CAPACITY / 4).reading();

        add("new", CAPACITY / 4);
        assertThat(cutOff()).containsExactly("stopped");
        add("newer", CAPACITY / 2);
        assertThat(cutOff()).containsExactly("stopped", "new", "reads");
    }

    /** It was seen to stand still, and has moved since. */
    @Test
    void whoHasToGiveWayIsLookedAtOnceMore() {
        Client reads = add("reads", CAPACITY / 4);
        Client taken = add("taken", CAPACITY / 4);
        add("stands", CAPACITY / 4);
        reads.takes(1);
        taken.takes(CAPACITY);

        add("new", CAPACITY / 4);
        assertThat(cutOff()).isEmpty();
        assertThat(unsent.taken()).isEqualTo(CAPACITY / 4 * 3 - 1);
        add("newer", CAPACITY / 4);
        assertThat(cutOff()).containsExactly("stands");
    }

    /** Another one that stands still is found instead. */
    @Test
    void whoIsSparedHasOthersGiveWay() {
        add("reads", CAPACITY / 4).takes(1);
        add("stands", CAPACITY / 4);
        add("new", CAPACITY / 2);

        assertThat(cutOff()).containsExactly("stands");
    }

    /** A picture larger than all there is for them is drawn all the same, and does not end itself. */
    @Test
    void theNewestHasRoomInAnyCase() {
        add("a", Unsent.OVERHEAD + 1);
        Client large = new Client("b");
        large.room.made(0); // its head
        large.made(2 * CAPACITY);

        assertThat(cutOff()).containsExactly("a");
        assertThat(unsent.taken()).isEqualTo(2 * CAPACITY);
        large.room.release();
        assertThat(unsent.hasRoom("b")).isTrue();
        assertThat(unsent.hasRoom()).isTrue();
    }

    /** Until somebody needs the room, and has it. */
    @Test
    void whoFindsNoRoomHasItMade() {
        List<String> asked = new ArrayList<>();
        add("large", 2 * CAPACITY).reading();
        assertThat(cutOff()).isEmpty();
        assertThat(unsent.hasRoom()).isFalse();

        assertThat(unsent.makeRoom(() -> asked.add(unsent.hasRoom() ? "room" : "no room")))
                .isTrue();
        assertThat(cutOff()).containsExactly("large");
        assertThat(asked).containsExactly("room");
        assertThat(unsent.makeRoom(() -> asked.add("again"))).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void answersWithoutBytesCountToo() {
        for (int i = 0; i < CAPACITY / Unsent.OVERHEAD / 4 * 3 + 3; i++) {
            Client client = new Client(String.valueOf(i));
            client.room.made(0);
            client.room.left(0, false, true);
            client.left = 1;
        }

        assertThat(cutOff()).containsExactly("0", "1", "2");
    }

    /** Of events only what is not taken counts, however many there were; all of what is made on another thread. */
    @Test
    void whatIsTakenCountsNoMore() {
        Unsent.Answer events = new Client("events").room;
        events.left(1000, true, false);
        assertThat(unsent.taken()).isEqualTo(Unsent.OVERHEAD + 1000);
        events.left(0, true, false);
        assertThat(unsent.taken()).isZero();

        events.made(500);
        events.left(1000, true, false);
        assertThat(unsent.taken()).as("the look saw only what was there").isEqualTo(Unsent.OVERHEAD + 1500);
        events.left(600, true, true);
        assertThat(unsent.taken()).isEqualTo(Unsent.OVERHEAD + 600);
        events.release();
        assertThat(unsent.taken()).isZero();
    }

    /** Its client is gone, and whoever makes it does not know that yet. */
    @Test
    void whatIsMadeForNobodyCountsUntilItIsThrownAway() {
        Unsent.Answer late = new Client("a").room;
        late.release();

        late.made(1000);

        assertThat(unsent.taken()).isEqualTo(Unsent.OVERHEAD + 1000);
        late.release();
        assertThat(unsent.taken()).isZero();
    }

    @Test
    void requestsTakeRoomBeforeTheyAreAnswered() {
        for (int i = 0; i < Unsent.DUE; i++) {
            assertThat(unsent.hasRoom()).isTrue();
            new Client("a");
        }

        assertThat(unsent.hasRoom()).isFalse();
        assertThat(unsent.taken()).isZero();
        assertThat(unsent.hasRoom("a")).isTrue();
    }

    @Test
    void asMuchIsKeptForThemAsMostOfThemTake() {
        int most = 2 * Unsent.DUE;
        Unsent large = new Unsent(most * Unsent.EXPECTED);
        for (int i = 0; i < most; i++) {
            assertThat(large.hasRoom()).isTrue();
            large.expect("a", new Client("a"));
        }

        assertThat(large.hasRoom()).isFalse();
    }

    @Test
    void whatAnswersOfAConnectionLeaveIsKnownOfAllTogether() {
        Client first = new Client("a").made(20_000);
        new Client("a").made(30_000);
        new Client("b").made(40_000);
        assertThat(first.room.onConnection()).isEqualTo(50_000);

        first.takes(10_000).look();
        assertThat(first.room.onConnection()).isEqualTo(40_000);

        first.room.release();
        assertThat(first.room.onConnection()).isEqualTo(30_000);
    }
}
