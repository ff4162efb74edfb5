package dev.diffract.frontend.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final long CAPACITY = 8 << 20;
    private static final long MOST = 6 << 20;

    private final Intake intake = new Intake(CAPACITY, 1, 2, new Drawings(1 << 20, Optional::empty));
    private final List<String> turns = new ArrayList<>();

    @Test
    void whatIsTakenIsCountedAndComesBack() {
        Visit first = intake.open();
        Visit second = intake.open();
        first.take(1000);
        second.take(24);
        assertThat(intake.taken()).isEqualTo(1024);
        first.keep(2000);
        assertThat(intake.taken()).isEqualTo(1024);
        first.keep(100);
        assertThat(intake.taken()).isEqualTo(124);
        first.close();
        first.close();
        second.close();
        assertThat(intake.taken()).isZero();
    }

    @Test
    void whoFindsNoRoomMayComeAgain() {
        Visit large = intake.open();
        large.take(MOST - 1000);
        assertThat(refusal(() -> intake.open().take(Intake.SMALL + 1)).isPassing())
                .isTrue();
        assertThat(refusal(() -> intake.open().announce(Intake.SMALL + 1)).isPassing())
                .isTrue();
        assertThat(intake.refused()).isEqualTo(2);
        large.close();
        intake.open().take(Intake.SMALL + 1);
        assertThat(intake.taken()).isEqualTo(Intake.SMALL + 1);
    }

    @Test
    void whatIsLargerThanAnyRequestMayBeNeedNotComeAgain() {
        Visit visit = intake.open();
        visit.take(MOST);
        IntakeFullException refusal = refusal(() -> visit.take(1));
        assertThat(refusal.isPassing()).isFalse();
        assertThat(refusal)
                .hasMessage("One request may take 6 MiB of this frontend's memory, and this one takes more;"
                        + " send less or smaller pictures.");
        assertThat(intake.taken()).isEqualTo(MOST);
    }

    @Test
    void whoIsRefusedHoldsNothing() {
        Visit large = intake.open();
        large.take(MOST - 1000);
        Visit other = intake.open();
        other.take(900);
        refusal(() -> other.take(Intake.SMALL));
        assertThat(intake.taken()).isEqualTo(MOST - 1000);
        refusal(() -> other.take(1));
        assertThat(intake.taken()).isEqualTo(MOST - 1000);
        assertThat(intake.refused()).isEqualTo(1);
    }

    /** Of those that fill the memory together at least one is read to its end. */
    @Test
    void whatIsReadTakesItsRoomFromTheYoungestLargeOnesThatAreNot() {
        Visit read = asks("read");
        read.take(MOST / 2);
        List<Visit> unread =
                Stream.of("elder", "younger", "waiting").map(this::comes).toList();
        unread.forEach(visit -> visit.take(MOST / 8));
        unread.get(2).ask(() -> turns.add("turn of waiting"));
        Visit small = comes("small");
        small.take(Intake.SMALL);
        read.read(() -> {
            read.take(MOST / 4);
            return "";
        });
        assertThat(turns).containsExactly("read", "waiting given up", "younger given up");
        assertThat(intake.taken()).isEqualTo(MOST / 2 + MOST / 4 + MOST / 8 + Intake.SMALL);
        assertThat(intake.refused()).isEqualTo(2);
        assertThat(intake.waiting()).isZero();
        assertThat(intake.reading()).isZero();
        unread.get(1).ask(() -> turns.add("turn of younger"));
        assertThat(turns).hasSize(3);
        assertThat(refusal(() -> unread.get(1).take(1)).isPassing()).isTrue();
        Stream.concat(unread.stream(), Stream.of(read, small)).forEach(Visit::close);
        assertThat(intake.taken()).isZero();
        assertThat(intake.leftWaiting()).isZero();
    }

    @Test
    void whatIsReadTakesNothingFromWhatIsReadOrWasRead() {
        Intake two = new Intake(CAPACITY, 2, 2, new Drawings(1 << 20, Optional::empty));
        Visit kept = two.open();
        kept.ask(() -> {});
        kept.read(() -> {
            kept.take(MOST / 2);
            return "";
        });
        Visit first = two.open();
        Visit second = two.open();
        first.ask(() -> {});
        second.ask(() -> {});
        second.read(() -> {
            second.take(MOST / 4);
            first.read(() -> {
                first.take(MOST / 4);
                assertThat(refusal(() -> first.take(MOST / 4)).isPassing()).isTrue();
                return "";
            });
            second.take(MOST / 4);
            return "";
        });
        assertThat(two.taken()).isEqualTo(MOST);
    }

    @Test
    void whoIsNotReadTakesFromNobody() {
        Visit first = comes("first");
        first.take(MOST - Intake.SMALL);
        assertThat(refusal(() -> asks("second").take(2 * Intake.SMALL)).isPassing())
                .isTrue();
        assertThat(turns).containsExactly("second");
    }

    /** Twelve that announce 16 MB and never end leave room for everybody who asks for a picture in words. */
    @Test
    void smallRequestsFindRoomWhereLargeOnesFindNone() {
        Stream.generate(intake::open).limit(2).forEach(large -> large.take(MOST / 2));
        assertThat(refusal(() -> intake.open().take(Intake.SMALL + 1)).isPassing())
                .isTrue();
        long small = (CAPACITY - MOST) / Intake.SMALL;
        Stream.generate(intake::open).limit(small).forEach(visit -> visit.take(Intake.SMALL));
        assertThat(intake.taken()).isEqualTo(CAPACITY);
        assertThat(refusal(() -> intake.open().take(1)).isPassing()).isTrue();
    }

    @Test
    void oneIsReadAfterTheOther() {
        Visit first = asks("first");
        Visit second = asks("second");
        Visit third = asks("third");
        assertThat(turns).containsExactly("first");
        assertThat(intake.waiting()).isEqualTo(2);
        assertThatThrownBy(() -> asks("fourth")).isInstanceOf(IntakeFullException.class);
        assertThat(first.<String>read(() -> "read")).isEqualTo("read");
        assertThat(turns).containsExactly("first", "second");
        second.close();
        assertThat(turns).containsExactly("first", "second", "third");
        third.close();
        assertThat(intake.reading()).isZero();
        assertThat(intake.waiting()).isZero();
    }

    @Test
    void whoGoesWhileWaitingIsPassedOver() {
        Visit first = asks("first");
        Visit second = asks("second");
        asks("third");
        second.close();
        first.close();
        assertThat(turns).containsExactly("first", "third");
        assertThat(intake.reading()).isEqualTo(1);
    }

    @Test
    void whatIsReadWhileItsCallerHangsUpIsThereUntilItHasBeenRead() {
        Visit visit = asks("visit");
        visit.take(100);
        visit.read(() -> {
            visit.close();
            visit.take(20);
            assertThat(intake.taken()).isEqualTo(120);
            assertThat(intake.reading()).isEqualTo(1);
            return "";
        });
        visit.take(1);
        assertThat(intake.taken()).isZero();
        assertThat(intake.reading()).isZero();
    }

    @Test
    void whoGoesWhileBeingReadIsReadNoFurther() {
        Visit visit = asks("visit");
        asks("next");
        visit.take(100);
        assertThatThrownBy(() -> visit.read(() -> {
                    visit.goOn();
                    visit.close();
                    visit.goOn();
                    throw new AssertionError("read on");
                }))
                .isInstanceOf(CallerGoneException.class);
        assertThat(intake.taken()).isZero();
        assertThat(intake.leftReading()).isEqualTo(1);
        assertThat(intake.leftWaiting()).isZero();
        assertThat(turns).containsExactly("visit", "next");
    }

    @Test
    void whatIsReservedForPicturesIsThereUntilTheEnd() {
        Visit visit = asks("visit");
        assertThat(visit.mostReserved()).isEqualTo(intake.drawings().most());
        visit.read(() -> {
            visit.reserve(1000);
            return "";
        });
        visit.keep(0);
        assertThat(intake.taken()).isZero();
        assertThat(intake.drawings().taken()).isEqualTo(1000);
        visit.close();
        visit.close();
        assertThat(intake.drawings().taken()).isZero();
        visit.reserve(7);
        assertThat(intake.drawings().taken()).isZero();
    }

    @Test
    void whatIsReservedForWhoIsGoneComesBackWithItsTurn() {
        Visit visit = asks("visit");
        visit.read(() -> {
            visit.close();
            visit.reserve(1000);
            assertThat(intake.drawings().taken()).isEqualTo(1000);
            return "";
        });
        assertThat(intake.drawings().taken()).isZero();
    }

    @Test
    void whatCannotBeReadPassesItsTurnOn() {
        Visit broken = asks("broken");
        asks("next");
        broken.take(7);
        assertThatThrownBy(() -> broken.read(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(turns).containsExactly("broken", "next");
        broken.close();
        assertThat(intake.taken()).isZero();
    }

    @Test
    void nothingIsReadOutOfTurn() {
        Visit visit = intake.open();
        assertThatThrownBy(() -> visit.read(() -> "")).isInstanceOf(IllegalStateException.class);
        visit.close();
        visit.ask(() -> turns.add("after its end"));
        assertThat(turns).isEmpty();
        assertThat(intake.reading()).isZero();
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> new Intake(100, 1, 1, new Drawings(1 << 20, Optional::empty)))
                .hasMessage("no intake: 100 bytes, 1 readers, 1 places to wait");
        assertThatThrownBy(() -> new Intake(CAPACITY, 0, 1, new Drawings(1 << 20, Optional::empty)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Intake(CAPACITY, 1, -1, new Drawings(1 << 20, Optional::empty)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Visit comes(String name) {
        Visit visit = intake.open();
        visit.whenGivenUp(full -> turns.add(name + " given up"));
        return visit;
    }

    private Visit asks(String name) {
        Visit visit = intake.open();
        visit.ask(() -> turns.add(name));
        return visit;
    }

    private static IntakeFullException refusal(Runnable taking) {
        return catchThrowableOfType(IntakeFullException.class, taking::run);
    }
}
