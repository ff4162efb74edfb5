package dev.diffract.frontend.core.admission;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A class of askers: who waits, and who draws. Not thread-safe. */
final class Line {

    private final FairQueue<Asker> queue;
    private final Set<Asker> active = new LinkedHashSet<>();
    private final Calibration calibration = new Calibration();
    private int pictures;

    Line(ToDoubleFunction<String> weights) {
        this.queue = new FairQueue<>(weights);
    }

    void add(Asker asker) {
        queue.add(asker, asker.demand().caller(), asker.demand().cost().all());
    }

    /** Begins without having waited. */
    void begin(Asker asker) {
        queue.charge(asker.demand().caller(), asker.demand().cost().all());
        admit(asker);
    }

    @Nullable
    Asker first() {
        return queue.peek();
    }

    /** The first begins. */
    void beginFirst() {
        Asker first = queue.poll();
        if (first != null) {
            admit(first);
        }
    }

    /** It draws in another class from now on. */
    void handOver(Asker drawing, Line to) {
        active.remove(drawing);
        pictures -= drawing.demand().pictures();
        to.admit(drawing);
    }

    void remove(Asker asker) {
        if (active.contains(asker)) {
            Set<String> callers = new HashSet<>();
            active.forEach(one -> callers.add(one.demand().caller()));
            queue.ended(asker.demand().cost().all(), callers);
            active.remove(asker);
            pictures -= asker.demand().pictures();
        } else {
            queue.remove(asker, asker.demand().caller());
        }
    }

    List<Asker> inOrder() {
        return queue.inOrder();
    }

    int queued() {
        return queue.size();
    }

    int queued(String caller) {
        return queue.size(caller);
    }

    /** Callers that are remembered. */
    int remembered() {
        return queue.remembered();
    }

    /** Who draws. */
    Set<Asker> drawing() {
        return active;
    }

    int active() {
        return active.size();
    }

    /** Pictures that are drawn. */
    int pictures() {
        return pictures;
    }

    Calibration calibration() {
        return calibration;
    }

    private void admit(Asker asker) {
        active.add(asker);
        pictures += asker.demand().pictures();
    }
}
