package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever asks for several pictures, and for some of different models. */
class ManyPicturesTest extends ToldFixture {

    @Test
    void picturesAreCountedAndNotGenerations() {
        admission.allow(Places.of(4));
        Place three = enter("three", 3);
        enter("two", 2);
        enter("one", 1);
        assertThat(events).containsExactly("three admitted with 3", "two admitted", "one waits at 1");
        assertThat(admission.drawn()).isEqualTo(4);
        assertThat(admission.queued()).isEqualTo(2);
        events.clear();
        three.drawn();
        assertThat(events).as("of the same caller the first").containsExactly("two admitted");
        three.drawn();
        assertThat(events).containsExactly("two admitted", "one admitted");
        three.leave(true);
        assertThat(admission.active()).isEqualTo(2);
        assertThat(admission.drawn()).isEqualTo(3);
        three.drawn();
        assertThat(admission.drawn()).as("it has left").isEqualTo(3);
    }

    @Test
    void picturesOfManyBeginOneByOneAsThereIsRoom() {
        Place first = enter("first");
        Place many = enter("many", 2);
        events.clear();
        first.leave(true);
        assertThat(events).containsExactly("many admitted");
        assertThat(admission.queued()).isEqualTo(1);
        assertThatThrownBy(() -> enter("more", 2))
                .hasMessage(
                        "Pictures that wait: 1 of the 2 that may, and this would add 2; pictures that are drawn: 1.");
        many.drawn();
        assertThat(events).containsExactly("many admitted", "many admitted");
        many.leave(true);
        assertThat(admission.active()).isZero();
        assertThat(admission.drawn()).isZero();
    }

    /** Else nobody could ever ask for so many. */
    @Test
    void whoIsMoreThanMayWaitWaitsAlone() {
        enter("many", 16);
        assertThat(admission.drawn()).isEqualTo(1);
        assertThat(admission.queued()).isEqualTo(15);
        Admission nobodyWaits = new Admission(Places.of(1), Bounds.of(0), clock);
        nobodyWaits.enter(demand("a", 0, 3), Pace.UNKNOWN, turn("three"));
        assertThatThrownBy(() -> nobodyWaits.enter(demand("b", 0, 1), Pace.UNKNOWN, turn("one")))
                .isInstanceOf(QueueFullException.class);
    }

    @Test
    void whoGoesAwayTakesTheirPicturesThatWaitAlong() {
        Place many = enter("many", 2);
        enter("next");
        events.clear();
        many.leave(false);
        assertThat(events).containsExactly("next admitted");
        assertThat(admission.queued()).isZero();
        assertThat(admission.drawn()).isEqualTo(1);
    }

    /** Of one model all places are taken, and who waits for them keeps nobody from those of another. */
    @Test
    void aModelTakesNoPlacesOfAnother() {
        Admission two = new Admission(new Places(4, Map.of("a", 2, "b", 2), Set.of()), Bounds.of(9), clock);
        two.enter(demand("x", 0, 3), Pace.UNKNOWN, turn("a"));
        two.enter(demand("x", 0, 1), Pace.UNKNOWN, turn("a too"));
        Place other = two.enter(demand("x", 0, 2, "b"), Pace.UNKNOWN, turn("b"));
        two.enter(demand("x", 0, 1, "b"), Pace.UNKNOWN, turn("b too"));
        assertThat(events)
                .containsExactly("a admitted with 2", "a too waits at 1", "b admitted with 2", "b too waits at 2");
        events.clear();
        other.drawn();
        assertThat(events).containsExactly("b too admitted");
    }

    @Test
    void whoWasGivenLessIsNextBeforeOthersOfMany() {
        admission.allow(Places.of(4));
        Place first = ask("first", demand("greedy", 0, 3), Pace.UNKNOWN);
        ask("many", demand("greedy", 0, 2), Pace.UNKNOWN);
        ask("other", demand("other", 0, 1), Pace.UNKNOWN);
        assertThat(events).containsExactly("first admitted with 3", "many admitted", "other waits at 1");
        events.clear();
        first.drawn();
        assertThat(events).containsExactly("other admitted");
    }
}
