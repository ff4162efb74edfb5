package dev.diffract.frontend.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue with a fault is planted, and the smallest way to it is found. */
class PropertyTest {

    /** A number is put in; 0 takes one out. */
    private static void lastInFirstOutFromThreeOn(List<Integer> events) {
        Deque<Integer> right = new ArrayDeque<>();
        Deque<Integer> faulty = new ArrayDeque<>();
        for (int event : events) {
            if (event > 0) {
                right.addLast(event);
                faulty.addLast(event);
            } else if (!right.isEmpty()) {
                int taken = faulty.size() > 2 ? faulty.removeLast() : faulty.removeFirst();
                assertThat(taken).as("taken").isEqualTo(right.removeFirst());
            }
        }
    }

    private static List<Integer> simpler(int event) {
        return event > 1 ? List.of(1, event / 2, event - 1) : List.of();
    }

    @Test
    void aFailureIsShrunkToTheSmallestSequence() {
        Property<Integer> property = new Property<>(
                random -> random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(99),
                PropertyTest::simpler,
                PropertyTest::lastInFirstOutFromThreeOn);
        assertThatThrownBy(() -> property.check(100, 200))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)seed 0, \\d+ events, of which these are enough: \\[(1, 1, 2|2, 1, 1), 0]: .*taken.*")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void theSameSeedFailsEachTime() {
        Property<Integer> property = new Property<>(random -> random.nextInt(1000), event -> List.of(), events -> {
            assertThat(events).allMatch(event -> event < 900);
        });
        String first = message(property);
        assertThat(first).matches("(?s)seed \\d+, .* \\[9\\d\\d]: .*");
        assertThat(message(property)).isEqualTo(first);
    }

    @Test
    void whatHoldsIsSaidToHold() {
        Property<Integer> property = new Property<>(
                random -> random.nextInt(10),
                event -> List.of(),
                events -> assertThat(events).isNotEmpty());
        assertThatCode(() -> property.check(50, 20)).doesNotThrowAnyException();
    }

    private static String message(Property<Integer> property) {
        try {
            property.check(100, 20);
        } catch (AssertionError expected) {
            return String.valueOf(expected.getMessage());
        }
        throw new IllegalStateException("it held");
    }
}
