package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.Uncaught;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final List<String> events = new ArrayList<>();
    private final Admission admission = new Admission(1, 2);

    @Test
    void admitsInTheOrderOfArrivalAndTellsPositions() {
        Admission.Place first = enter("first");
        Admission.Place second = enter("second");
        Admission.Place third = enter("third");
        assertThat(events).containsExactly("first admitted", "second waits at 1", "third waits at 2");
        events.clear();
        first.leave();
        assertThat(events).containsExactly("second admitted", "third waits at 1");
        events.clear();
        second.leave();
        third.leave();
        assertThat(events).containsExactly("third admitted");
        assertThat(admission.active()).isZero();
        assertThat(admission.queued()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        enter("first");
        enter("second");
        enter("third");
        assertThatThrownBy(() -> enter("fourth"))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("Generations that wait: 2, as many as may; pictures that are drawn: 1.");
    }

    @Test
    void whoLeavesTheQueueMakesRoomForThoseBehind() {
        enter("first");
        Admission.Place second = enter("second");
        enter("third");
        events.clear();
        second.leave();
        assertThat(events).containsExactly("third waits at 1");
        assertThat(admission.active()).isEqualTo(1);
        assertThat(admission.queued()).isEqualTo(1);
    }

    @Test
    void leavingTwiceFreesOnePlace() {
        Admission.Place first = enter("first");
        enter("second");
        first.leave();
        first.leave();
        assertThat(admission.active()).isEqualTo(1);
    }

    @Test
    void whoBreaksWhenToldKeepsNobodyElseWaiting() {
        Admission.Place first = enter("first");
        RuntimeException fault = new IllegalStateException("a listener that is gone");
        admission.enter(
                1,
                () -> {
                    throw fault;
                },
                position -> {});
        enter("third");
        events.clear();
        try (Uncaught uncaught = new Uncaught()) {
            first.leave();
            assertThat(uncaught.faults()).containsExactly(fault);
        }
        assertThat(events).containsExactly("third waits at 1");
    }

    @Test
    void boundsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Admission(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void picturesAreCountedAndNotGenerations() {
        admission.allow(4);
        Admission.Place three = enter("three", 3);
        enter("two", 2);
        enter("one", 1);
        assertThat(events).containsExactly("three admitted", "two waits at 1", "one waits at 2");
        events.clear();
        three.leave();
        assertThat(events).containsExactly("two admitted", "one admitted");
        assertThat(admission.active()).isEqualTo(2);
    }

    @Test
    void whoIsMoreThanAllPlacesBeginsAlone() {
        Admission.Place first = enter("first");
        Admission.Place many = enter("many", 16);
        enter("last");
        events.clear();
        first.leave();
        assertThat(events).containsExactly("many admitted", "last waits at 1");
        events.clear();
        many.leave();
        assertThat(events).containsExactly("last admitted");
    }

    @Test
    void moreAreAdmittedAsSoonAsMoreMayBeAndNobodyIsStopped() {
        Admission.Place first = enter("first");
        enter("second");
        enter("third");
        events.clear();
        admission.allow(2);
        assertThat(events).containsExactly("second admitted", "third waits at 1");
        events.clear();
        admission.allow(1);
        first.leave();
        assertThat(events).containsExactly("third waits at 1");
        assertThat(admission.active()).isEqualTo(1);
        assertThat(admission.mostPictures()).isEqualTo(1);
        assertThatThrownBy(() -> admission.allow(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private Admission.Place enter(String name) {
        return enter(name, 1);
    }

    private Admission.Place enter(String name, int pictures) {
        return admission.enter(
                pictures, () -> events.add(name + " admitted"), position -> events.add(name + " waits at " + position));
    }
}
