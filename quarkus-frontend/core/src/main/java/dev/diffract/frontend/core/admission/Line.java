package dev.diffract.frontend.core.admission;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A class of askers: who waits, and who draws; of whoever has many pictures some may wait while others are drawn. Not thread-safe. */
final class Line {

    private final FairQueue<Asker> queue;
    private final Map<Asker, Integer> drawing = new LinkedHashMap<>();
    private final Map<String, Integer> ofResource = new HashMap<>();
    private final Calibration calibration = new Calibration();
    private int pictures;

    Line(ToDoubleFunction<String> weights) {
        this.queue = new FairQueue<>(weights);
    }

    /** Waits with all of its pictures that have not begun. */
    void add(Asker asker) {
        queue.add(asker, asker.demand().caller(), asker.costOfOne(), asker.waiting());
    }

    /** Begins with a picture that has not waited. */
    void begin(Asker asker) {
        queue.charge(asker.demand().caller(), asker.costOfOne());
        asker.begins();
        draws(asker, 1);
    }

    /** A picture that waits begins, of whoever is next of those that may. */
    Optional<Asker> beginNext(Predicate<Asker> mayBegin) {
        Optional<Asker> next = queue.poll(mayBegin);
        next.ifPresent(asker -> {
            asker.begins();
            draws(asker, 1);
        });
        return next;
    }

    /** What it draws is of another class from now on. */
    void handOver(Asker asker, Line to) {
        int some = pictures(asker);
        draws(asker, -some);
        to.draws(asker, some);
    }

    /** Pictures that it draws as one of this class. */
    int pictures(Asker asker) {
        return drawing.getOrDefault(asker, 0);
    }

    /** A picture that it drew is over. */
    void end(Asker asker) {
        Set<String> callers = new HashSet<>();
        drawing.keySet().forEach(one -> callers.add(one.demand().caller()));
        queue.ended(asker.costOfOne(), callers);
        draws(asker, -1);
    }

    /** It does not wait here any more. */
    void remove(Asker asker) {
        queue.remove(asker, asker.demand().caller());
    }

    /** It neither waits nor draws here any more. */
    void leave(Asker asker) {
        remove(asker);
        while (pictures(asker) > 0) {
            end(asker);
        }
    }

    private void draws(Asker asker, int more) {
        add(drawing, asker, more);
        add(ofResource, asker.resource(), more);
        pictures += more;
    }

    private static <K> void add(Map<K, Integer> counts, K key, int more) {
        counts.merge(key, more, (some, others) -> some + others == 0 ? null : some + others);
    }

    /** Who waits with a picture at least, in the order of their next ones. */
    List<Asker> inOrder() {
        return queue.inOrder();
    }

    /** Pictures that wait. */
    int queued() {
        return queue.size();
    }

    /** Pictures that wait, of some askers. */
    int queued(Predicate<Asker> of) {
        return queue.size(of);
    }

    /** Pictures of a caller's that wait, of some askers. */
    int queued(String caller, Predicate<Asker> of) {
        return queue.size(caller, of);
    }

    /** Callers that are remembered. */
    int remembered() {
        return queue.remembered();
    }

    /** Who draws. */
    Set<Asker> drawing() {
        return drawing.keySet();
    }

    /** Pictures that are drawn. */
    int pictures() {
        return pictures;
    }

    /** Pictures that are drawn and share their places with those of a resource. */
    int pictures(Places places, String resource) {
        return places.missing().isEmpty()
                ? pictures
                : ofResource.entrySet().stream()
                        .filter(other -> places.areShared(other.getKey(), resource))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
    }

    /** Pictures that are drawn with a resource. */
    int pictures(String resource) {
        return ofResource.getOrDefault(resource, 0);
    }

    Calibration calibration() {
        return calibration;
    }
}
