package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(caller -> caller.equals("heavy") ? 2 : 1);

    @Test
    void eachCallerIsGivenTheSameOfCostAndNotOfNumbers() {
        for (int i = 1; i <= 4; i++) {
            queue.add("small " + i, "small", 1, 1);
        }
        queue.add("large 1", "large", 3, 1);
        queue.add("large 2", "large", 3, 1);
        List<String> order = queue.inOrder();
        assertThat(order).containsExactly("small 1", "large 1", "small 2", "small 3", "small 4", "large 2");
        assertThat(taken()).isEqualTo(order);
    }

    @Test
    void partsAreGivenOneByOneInTurnWithOthers() {
        queue.add("large", "one", 2, 3);
        queue.add("small", "other", 2, 1);
        queue.add("later", "one", 2, 1);
        assertThat(queue.size()).isEqualTo(5);
        assertThat(queue.size("one", any -> true)).isEqualTo(4);
        assertThat(queue.inOrder()).containsExactly("large", "small", "later");
        assertThat(taken()).containsExactly("large", "small", "large", "large", "later");
    }

    @Test
    void whoMayNotIsPassedOverAndKeepsItsTurn() {
        queue.add("a", "one", 1, 2);
        queue.add("b", "one", 1, 1);
        queue.add("c", "other", 1, 1);
        assertThat(queue.poll("b"::equals)).contains("b");
        assertThat(queue.poll("none"::equals)).isEmpty();
        assertThat(taken()).containsExactly("c", "a", "a");
    }

    @Test
    void whoWeighsTwiceIsGivenTwice() {
        for (int i = 1; i <= 4; i++) {
            queue.add("light", "light", 1, 1);
            queue.add("heavy", "heavy", 1, 1);
        }
        assertThat(taken().subList(0, 6)).filteredOn("heavy"::equals).hasSize(4);
    }

    /** Who was given something pauses while others wait; ever new ones do not keep it from its turn when it comes back. */
    @Test
    void newcomersDoNotOvertakeWhoComesBackForEver() {
        queue.charge("regular", 10);
        for (int i = 0; i < 20; i++) {
            queue.add("new", "new " + i, 10, 1);
            queue.poll(any -> true);
            queue.ended(10, Set.of("new " + i));
        }
        queue.add("regular", "regular", 10, 1);
        queue.add("new", "the last", 10, 1);
        assertThat(queue.inOrder()).startsWith("regular");
    }

    @Test
    void whoPausesIsForgotten() {
        for (int i = 0; i < 10_000; i++) {
            String caller = "caller " + i;
            queue.charge(caller, 1 + i % 50);
            queue.ended(1 + i % 50, Set.of(caller));
        }
        assertThat(queue.remembered()).isLessThan(100);
    }

    /** While all wait, nobody was given more than another by more than the largest demands of both. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nobodyWhoWaitsFallsBehindByMoreThanTheLargestDemands(long seed) {
        Random random = new Random(seed);
        double largest = 20;
        int[] costs = new int[5 * 100];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = 1 + random.nextInt((int) largest);
            queue.add(Integer.toString(i), "caller " + i % 5, costs[i], 1);
        }
        double[] given = new double[5];
        int[] left = {100, 100, 100, 100, 100};
        while (IntStream.of(left).allMatch(some -> some > 0)) {
            int next = Integer.parseInt(queue.poll(any -> true).orElseThrow());
            given[next % 5] += costs[next];
            left[next % 5]--;
            assertThat(DoubleStream.of(given).max().orElseThrow()
                            - DoubleStream.of(given).min().orElseThrow())
                    .isLessThanOrEqualTo(2 * largest);
        }
    }

    @Test
    void whoGoesAwayWithoutHavingBeenGivenAnythingIsForgotten() {
        for (int i = 0; i < 1000; i++) {
            queue.add("one", "caller " + i, 10, 1);
            queue.remove("one", "caller " + i);
        }
        assertThat(queue.remembered()).isZero();
    }

    private List<String> taken() {
        List<String> all = new ArrayList<>();
        while (queue.size() > 0) {
            all.add(queue.poll(any -> true).orElseThrow());
        }
        return all;
    }
}
