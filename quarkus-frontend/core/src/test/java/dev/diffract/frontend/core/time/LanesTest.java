package dev.diffract.frontend.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final Deque<Runnable> handedOver = new ArrayDeque<>();
    private final List<String> run = new ArrayList<>();
    private final Lanes lanes = new Lanes(handedOver::add, 2);

    @Test
    void soManyAreHandedOverAtATimeAndTheOthersInTheirOrder() {
        for (String task : List.of("a", "b", "c", "d")) {
            lanes.execute(() -> run.add(task));
        }
        assertThat(handedOver).hasSize(2);
        handedOver.remove().run();
        assertThat(handedOver).hasSize(2);
        while (!handedOver.isEmpty()) {
            handedOver.remove().run();
        }
        assertThat(run).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aTaskThatBreaksLeavesItsLane() {
        for (int i = 0; i < 4; i++) {
            lanes.execute(() -> {
                throw new IllegalStateException("broken");
            });
        }
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(handedOver.remove()::run).hasMessage("broken");
        }
        lanes.execute(() -> run.add("next"));
        handedOver.remove().run();
        assertThat(run).containsExactly("next");
    }

    @Test
    void whatIsRefusedTakesNoLane() {
        boolean[] closed = {true};
        Lanes one = new Lanes(
                task -> {
                    if (closed[0]) {
                        throw new RejectedExecutionException("closed");
                    }
                    handedOver.add(task);
                },
                1);
        assertThatThrownBy(() -> one.execute(() -> run.add("refused"))).isInstanceOf(RejectedExecutionException.class);
        closed[0] = false;
        one.execute(() -> run.add("next"));
        handedOver.remove().run();
        assertThat(run).containsExactly("next");
    }

    @Test
    void withoutALaneNothingRuns() {
        assertThatThrownBy(() -> new Lanes(handedOver::add, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
