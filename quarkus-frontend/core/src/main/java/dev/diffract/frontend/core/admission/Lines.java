package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The two classes of askers. The usual one does not feel the lower one, which takes what that leaves. Not thread-safe.
 *
 * @param usual interactive: somebody looks at the screen
 * @param lower what takes what the usual one leaves
 */
record Lines(Line usual, Line lower) {

    Lines(ToDoubleFunction<String> weights) {
        this(new Line(weights), new Line(weights));
    }

    /** Where somebody of a class waits now. */
    Line of(Standing standing, Instant now) {
        return standing.at(now) < Standing.USUAL ? lower : usual;
    }

    /** How many more pictures of somebody's may be drawn, 0 or more. */
    int room(Asker asker, Line line, Places places) {
        String resource = asker.resource();
        int ofResource = usual.pictures(resource) + (line == lower ? lower.pictures(resource) : 0);
        int shared = usual.pictures(places, resource) + (line == lower ? lower.pictures(places, resource) : 0);
        return Math.max(0, Math.min(places.all() - shared, places.of(resource) - ofResource));
    }

    /** Whether nobody of a class could begin, whoever it is; asking each takes longer. */
    private boolean isFull(Line line, Places places) {
        return places.missing().isEmpty() && places.all() <= (line == lower ? drawn() : usual.pictures());
    }

    /** Begins with all that there is room for, in their order. How many pictures of whom that are. */
    Map<Asker, Integer> beginNext(Places places, Instant now) {
        sort(now);
        Map<Asker, Integer> begun = new LinkedHashMap<>();
        for (Line line : List.of(usual, lower)) {
            Optional<Asker> next = beginNext(line, places);
            while (next.isPresent()) {
                begun.merge(next.get(), 1, Integer::sum);
                next = beginNext(line, places);
            }
        }
        return begun;
    }

    private Optional<Asker> beginNext(Line line, Places places) {
        return isFull(line, places) ? Optional.empty() : line.beginNext(asker -> room(asker, line, places) > 0);
    }

    /** Whose class has changed with time waits in the other line; whoever is of the lower one again draws there, too. */
    private void sort(Instant now) {
        for (Asker asker : lower.inOrder()) {
            if (of(asker.demand().standing(), now) == usual) {
                lower.remove(asker);
                usual.add(asker);
            }
        }
        for (Asker asker : usual.inOrder()) {
            if (of(asker.demand().standing(), now) == lower) {
                usual.remove(asker);
                lower.add(asker);
            }
        }
        for (Asker asker : List.copyOf(usual.drawing())) {
            if (of(asker.demand().standing(), now) == lower) {
                usual.handOver(asker, lower);
            }
        }
    }

    /** @return whether it drew one that is over now */
    boolean end(Asker asker) {
        Line line = lower.pictures(asker) > 0 ? lower : usual;
        boolean draws = line.pictures(asker) > 0;
        if (draws) {
            line.end(asker);
        }
        return draws;
    }

    void leave(Asker asker) {
        usual.leave(asker);
        lower.leave(asker);
    }

    /** Tells who waits at which position, from 1: of those of whom no picture has begun. */
    void positions(ObjIntConsumer<Asker> told) {
        int position = 0;
        for (Line line : List.of(usual, lower)) {
            for (Asker asker : line.inOrder()) {
                if (!asker.hasBegun()) {
                    told.accept(asker, ++position);
                }
            }
        }
    }

    /** Who draws, each once. */
    Stream<Asker> drawing() {
        return Stream.concat(usual.drawing().stream(), lower.drawing().stream()).distinct();
    }

    /** Who draws or waits, each once. */
    Stream<Asker> all() {
        return Stream.concat(drawing(), Stream.of(usual, lower).flatMap(line -> line.inOrder().stream()))
                .distinct();
    }

    /** Pictures that are drawn. */
    int drawn() {
        return usual.pictures() + lower.pictures();
    }

    /** Pictures of somebody's that are drawn. */
    int drawn(Asker asker) {
        return usual.pictures(asker) + lower.pictures(asker);
    }

    /** Pictures that wait, of some askers. */
    int queued(Predicate<Asker> of) {
        return usual.queued(of) + lower.queued(of);
    }

    /** Pictures that wait. */
    int queued() {
        return usual.queued() + lower.queued();
    }
}
