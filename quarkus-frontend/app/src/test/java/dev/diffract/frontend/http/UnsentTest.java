package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody takes has no room for ever: a connection has a share, and of all together the oldest give way. */
class UnsentTest {

    private static final long CAPACITY = 1 << 20;
    private static final long SHARE = CAPACITY / 8;

    private final Unsent unsent = new Unsent(CAPACITY);
    private final List<String> cutOff = new ArrayList<>();

    private Unsent.Answer add(String connection, long bytes) {
        return unsent.add(connection, bytes - Unsent.OVERHEAD, () -> cutOff.add(connection));
    }

    @Test
    void aConnectionWithItsShareMayNotAskUntilItTakesSome() {
        Unsent.Answer first = add("a", SHARE / 2);
        assertThat(unsent.hasRoom("a")).isTrue();
        add("a", SHARE / 2);

        assertThat(unsent.hasRoom("a")).isFalse();
        assertThat(unsent.hasRoom("b")).isTrue();
        first.release();
        first.release();
        assertThat(unsent.hasRoom("a")).isTrue();
        assertThat(unsent.taken()).isEqualTo(SHARE / 2);
        assertThat(cutOff).isEmpty();
    }

    @Test
    void theOldestGiveWayToTheNewest() {
        Unsent.Answer oldest = add("a", CAPACITY / 4);
        add("b", CAPACITY / 4);
        add("c", CAPACITY / 4);
        assertThat(cutOff).isEmpty();

        add("d", CAPACITY / 4);

        assertThat(cutOff).containsExactly("a");
        assertThat(unsent.hasRoom(1)).as("until it is gone").isFalse();
        oldest.release();
        oldest.release();
        assertThat(unsent.hasRoom(1)).isTrue();
        assertThat(unsent.taken()).isEqualTo(CAPACITY / 4 * 3);
        add("e", 1);
        assertThat(cutOff).containsExactly("a", "b");
    }

    /** A picture larger than all there is for them is drawn all the same. */
    @Test
    void theNewestHasRoomInAnyCase() {
        add("a", 1);
        Unsent.Answer large = add("b", 2 * CAPACITY);

        assertThat(cutOff).containsExactly("a");
        large.release();
        assertThat(unsent.hasRoom("b")).isTrue();
        assertThat(unsent.hasRoom(1)).isTrue();
    }

    @Test
    void answersWithoutBytesCountToo() {
        for (int i = 0; i < CAPACITY / Unsent.OVERHEAD / 4 * 3 + 3; i++) {
            add(String.valueOf(i), Unsent.OVERHEAD);
        }

        assertThat(cutOff).containsExactly("0", "1", "2");
    }

    @Test
    void requestsTakeRoomBeforeTheyAreAnswered() {
        int most = (int) (CAPACITY / Unsent.OVERHEAD);

        assertThat(unsent.hasRoom(most - 1)).isTrue();
        assertThat(unsent.hasRoom(most)).isFalse();
    }
}
