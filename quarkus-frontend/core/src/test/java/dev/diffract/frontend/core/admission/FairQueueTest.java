package dev.diffract.frontend.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(caller -> caller.equals("heavy") ? 2 : 1);

    @Test
    void eachCallerIsGivenTheSameOfCostAndNotOfNumbers() {
        for (int i = 1; i <= 4; i++) {
            queue.add("small " + i, "small", 1);
        }
        queue.add("large 1", "large", 3);
        queue.add("large 2", "large", 3);
        List<String> order = queue.inOrder();
        assertThat(order).containsExactly("small 1", "large 1", "small 2", "small 3", "small 4", "large 2");
        assertThat(taken()).isEqualTo(order);
    }

    @Test
    void whoWeighsTwiceIsGivenTwice() {
        for (int i = 1; i <= 4; i++) {
            queue.add("light", "light", 1);
            queue.add("heavy", "heavy", 1);
        }
        assertThat(taken().subList(0, 6)).filteredOn("heavy"::equals).hasSize(4);
    }

    /** Who was given something pauses while others wait; ever new ones do not keep it from its turn when it comes back. */
    @Test
    void newcomersDoNotOvertakeWhoComesBackForEver() {
        queue.charge("regular", 10);
        for (int i = 0; i < 20; i++) {
            queue.add("new", "new " + i, 10);
            queue.poll();
            queue.ended(10, Set.of("new " + i));
        }
        queue.add("regular", "regular", 10);
        queue.add("new", "the last", 10);
        assertThat(queue.peek()).isEqualTo("regular");
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

    private List<String> taken() {
        List<String> all = new ArrayList<>();
        while (queue.size() > 0) {
            all.add(queue.poll());
        }
        return all;
    }
}
