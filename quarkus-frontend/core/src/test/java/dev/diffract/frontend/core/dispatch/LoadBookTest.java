package dev.diffract.frontend.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.dispatch.policy.Work;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServerCounts;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of each call its instance's time is learned, whenever and in which order its answer is booked. */
class LoadBookTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final TritonInstance C = new TritonInstance("c", "host:3");
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Work ONE = step(1);
    private static final Work TWO = step(2);
    private static final Work LARGER = step(DispatcherFixture.unet(1, 0, 2));

    /** For a call that should take a second, from when it could begin. */
    private static final Duration TOO_LONG = Duration.ofMillis(2300);

    private final LoadBook book = new LoadBook();

    @BeforeEach
    void itIsOfTheFleet() {
        book.added(A);
    }

    @Test
    void aCallCouldBeginWhenTheOneBeforeItEnded() {
        LoadBook.Entry first = begin(ONE);
        LoadBook.Entry second = begin(TWO);
        succeeds(first, ONE, 1);
        succeeds(second, TWO, 3);
        assertThat(expected(ONE)).isEqualTo(1);
        assertThat(expected(TWO)).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsBookedAfterALaterOneTookNoLessThanNothing() {
        LoadBook.Entry first = begin(ONE);
        LoadBook.Entry second = begin(TWO);
        succeeds(second, TWO, 3);
        succeeds(first, ONE, 1);
        assertThat(expected(ONE)).isEqualTo(1);
        LoadBook.Entry third = begin(ONE, 3);
        succeeds(third, ONE, 4);
        assertThat(expected(ONE)).as("not from when the first ended").isEqualTo(1);
    }

    @Test
    void whereTheClockWasSetBackNothingTookLessThanNothing() {
        LoadBook.Entry first = begin(ONE);
        succeeds(first, ONE, -60);
        assertThat(expected(ONE)).isZero();
    }

    @Test
    void whatAStepTakesIsWhatTheLatestTook() {
        for (int i = 0; i < 100; i++) {
            succeeds(begin(ONE, 9 * i), ONE, 9 * i + 9);
        }
        for (int i = 300; i < 303; i++) {
            succeeds(begin(ONE, 3 * i), ONE, 3 * i + 1);
        }
        InstanceStatistics statistics = book.statistics(A, BEGIN.plusSeconds(1000));
        assertThat(statistics.steps().time()).contains(Duration.ofSeconds(1));
        assertThat(statistics.completed()).isEqualTo(103);
    }

    @Test
    void anInstanceIsBusyWhileItHasACallHoweverMany() {
        LoadBook.Entry first = begin(ONE, 0);
        LoadBook.Entry second = begin(TWO, 1);
        succeeds(first, ONE, 2);
        assertThat(busy(3)).as("while it has one").isEqualTo(Duration.ofSeconds(3));
        succeeds(second, TWO, 4);
        assertThat(busy(9)).as("idle since").isEqualTo(Duration.ofSeconds(4));
        book.neither(begin(ONE, 10), BEGIN.plusSeconds(11));
        assertThat(busy(20)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsTakenBackIsComputedInTheTimeThatSuchCallsTookHoweverOftenItFailedSince() {
        learnsThatOneTakesASecond();
        for (int i = 0; i < 3; i++) {
            book.overdue(begin(ONE, 10 + i), BEGIN.plusSeconds(10 + i));
        }
        book.neither(begin(ONE, 20), BEGIN.plusSeconds(20));
        assertThat(book.overdue(begin(ONE, 20))).isEqualTo(BEGIN.plusSeconds(21).plus(TOO_LONG));
    }

    @Test
    void anAnswerSaysThatAllBeforeItIsComputed() {
        learnsThatOneTakesASecond();
        for (int i = 0; i < 5; i++) {
            book.neither(begin(ONE, 10), BEGIN.plusSeconds(10));
        }
        LoadBook.Entry next = begin(ONE, 10);
        assertThat(book.overdue(next)).isEqualTo(BEGIN.plusSeconds(15).plus(TOO_LONG));
        succeeds(next, ONE, 11);
        assertThat(book.overdue(begin(ONE, 11))).isEqualTo(BEGIN.plusSeconds(11).plus(TOO_LONG));
    }

    @Test
    void aFailureOfTheInstanceSaysItToo() {
        learnsThatOneTakesASecond();
        book.neither(begin(ONE, 10), BEGIN.plusSeconds(10));
        book.neither(begin(ONE, 10), BEGIN.plusSeconds(10));
        book.failed(begin(ONE, 10), true, true, BEGIN.plusSeconds(10));
        assertThat(book.overdue(begin(ONE, 10))).isEqualTo(BEGIN.plusSeconds(10).plus(TOO_LONG));
    }

    @Test
    void anAnswerToAnEarlierCallSaysNothingOfWhatCameAfterIt() {
        learnsThatOneTakesASecond();
        LoadBook.Entry earlier = begin(ONE, 10);
        book.neither(begin(ONE, 10 + 1), BEGIN.plusSeconds(11));
        succeeds(earlier, ONE, 11);
        assertThat(book.overdue(begin(ONE, 11))).isEqualTo(BEGIN.plusSeconds(12).plus(TOO_LONG));
    }

    @Test
    void whatIsDoneBesideACallSaysNothingOfWhenThatBegan() {
        learnsThatOneTakesASecond();
        LoadBook.Entry call = begin(ONE, 10);
        succeeds(begin(TWO, 11), TWO, 13);
        assertThat(book.overdue(call)).isEqualTo(BEGIN.plusSeconds(10).plus(TOO_LONG));
        succeeds(call, ONE, 14);
        succeeds(begin(ONE, 20), ONE, 24);
        assertThat(expected(ONE)).as("two in a row took four seconds").isEqualTo(4);
    }

    @Test
    void whatAnotherSizeTakesSaysWhenTheFirstOfASizeTakesMuchTooLong() {
        LoadBook.Entry first = begin(ONE, 0);
        assertThat(book.overdue(first)).as("nothing is known").isEqualTo(Instant.MAX);
        book.neither(first, BEGIN);
        learnsThatOneTakesASecond();
        LoadBook.Entry larger = begin(LARGER, 10);
        double scaled = (double) LARGER.shape().elements() / ONE.shape().elements();
        assertThat(scaled).isGreaterThan(2);
        assertThat(book.overdue(larger))
                .as("eight times as long as by its size, and more than two seconds")
                .isEqualTo(BEGIN.plusMillis(12_300).plusNanos((long) (2 * 4 * scaled * 1e9)));
        assertThat(book.overdue(begin(ONE, 10)))
                .as("nothing is learned of what is before it")
                .isEqualTo(Instant.MAX);
    }

    @Test
    void whatTheSlowestOfTheOthersTookSaysWhenTheFirstOfAllTakesMuchTooLong() {
        book.added(B);
        book.added(C);
        LoadBook.Entry first = begin(C, ONE, 0);
        assertThat(book.overdue(first)).as("nobody has answered").isEqualTo(Instant.MAX);
        book.neither(first, BEGIN);
        learnsThatOneTakesASecond();
        for (int i = 0; i < 3; i++) {
            succeeds(begin(B, ONE, 3 * i), ONE, 3 * i + 3);
        }
        LoadBook.Entry second = begin(C, ONE, 10);
        assertThat(book.overdue(second))
                .as("twenty times as long as the slower one, and ten seconds")
                .isEqualTo(BEGIN.plusSeconds(10 + 20 * 3 + 10));
        book.neither(second, BEGIN.plusSeconds(10));
        double scaled = (double) LARGER.shape().elements() / ONE.shape().elements();
        assertThat(book.overdue(begin(C, LARGER, 10)))
                .as("by their calls of another size")
                .isEqualTo(BEGIN.plusSeconds(20).plusNanos((long) (20 * 3 * scaled * 1e9)));
        assertThat(book.overdue(begin(ONE, 10)))
                .as("who has answered tells itself")
                .isEqualTo(BEGIN.plusSeconds(10).plus(TOO_LONG));
    }

    @Test
    void whatOthersHaveThereIsWaitedForAsLongAsItIsKnown() {
        counted(0, 0);
        counted(1, 5);
        assertThat(expected(ONE))
                .as("one of theirs, which takes 0.2 s, and one's own")
                .isEqualTo(0.4);
        book.changed(InstanceSnapshot.absent(A, "Nobody is there."));
        assertThat(expected(ONE)).isEqualTo(1);
        counted(2, 5);
        counted(3, 10);
        assertThat(expected(ONE)).isEqualTo(0.4);
        book.removed(A);
        counted(4, 15);
        book.added(A);
        assertThat(expected(ONE)).isEqualTo(1);
    }

    /** @param executions each of which took 0.2 s */
    private void counted(int seconds, int executions) {
        ServerCounts counts =
                new ServerCounts(executions, Duration.ofMillis(200L * executions), executions, Duration.ZERO);
        book.counted(A, Optional.of(counts), BEGIN.plusSeconds(seconds));
    }

    private void learnsThatOneTakesASecond() {
        for (int i = 0; i < 3; i++) {
            succeeds(begin(ONE, i), ONE, i + 1);
        }
    }

    private Duration busy(int seconds) {
        return book.statistics(A, BEGIN.plusSeconds(seconds)).busy();
    }

    private LoadBook.Entry begin(Work work) {
        return begin(work, 0);
    }

    private LoadBook.Entry begin(Work work, int seconds) {
        return begin(A, work, seconds);
    }

    private LoadBook.Entry begin(TritonInstance instance, Work work, int seconds) {
        Instant now = BEGIN.plusSeconds(seconds);
        FleetView fleet = view(now);
        return book.begin(fleet, fleet.find(instance).orElseThrow(), List.of(work), now);
    }

    private void succeeds(LoadBook.Entry entry, Work work, int seconds) {
        book.succeeded(entry, Stage.STEP, List.of(work), BEGIN.plusSeconds(seconds));
    }

    private double expected(Work work) {
        FleetView fleet = view(BEGIN.plusSeconds(10));
        return fleet.expected(
                fleet.find(A).orElseThrow(), work.shape(), work.cost().rows());
    }

    private FleetView view(Instant now) {
        return book.view(
                Stream.of(A, B, C)
                        .map(each -> InstanceSnapshot.healthy(each, TestModels.served()))
                        .toList(),
                now);
    }

    private static Work step(int rows) {
        return step(DispatcherFixture.unet(rows, 0));
    }

    private static Work step(InferenceCall call) {
        return Work.of(call, TestModels.CHECKPOINT, Stage.STEP, Terms.of(BEGIN.plusSeconds(60), "some step"));
    }
}
