package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Whether somebody who cannot begin may wait, and if not, when that may be. Places come free as what is drawn ends: those that are drawn
 * share the slices, picture by picture, and none is faster than its longest picture is alone. From then on the work that waits begins as
 * fast as all slices together draw. Whoever is late is given up at its deadline. Who is not in somebody's way does not count for it.
 *
 * @param now when it is asked
 */
record Room(Bounds bounds, Lines lines, Places places, Instant now) {

    /**
     * Whoever waits alone may be more than may wait, as no other number of others would let it in; so may whoever begins with a picture at least.
     *
     * @param beginning of its pictures that need not wait, fewer than all
     * @throws QueueFullException if as many wait as may, of all or of its caller, or as much does
     */
    void require(Asker asker, int beginning, Line line) {
        int more = asker.demand().pictures() - beginning;
        int queued = lines.queued(inWayOf(asker));
        if (isTooMany(queued, more, beginning, bounds.queued())) {
            OptionalDouble first = sooner(firstEnd(asker), waiting(lines.lower(), asker).stream());
            int drawn = drawn(lines.usual(), asker) + drawn(lines.lower(), asker);
            throw QueueFullException.ofAll(drawn, queued, more, bounds.queued(), first);
        }
        int own = line.queued(asker.demand().caller(), inWayOf(asker));
        if (isTooMany(own, more, beginning, bounds.queuedOfOne())) {
            throw QueueFullException.ofOne(own, more, bounds.queuedOfOne(), placeOfCaller(asker, line));
        }
        if (asker.pace().isKnown()) {
            requireWork(asker, more, line);
        }
    }

    private static boolean isTooMany(int queued, int more, int beginning, int most) {
        boolean alone = queued == 0 && (beginning > 0 || most > 0);
        return queued + more > most && !alone;
    }

    private void requireWork(Asker asker, int more, Line line) {
        double most = bounds.work().toSeconds() + bounds.work().toNanosPart() / 1e9;
        double own = more * asker.costOfOne() * asker.pace().together();
        double ofCaller = work(ofCaller(asker, line).stream(), asker);
        double mostOfOne = most * bounds.shareOfOne();
        if (ofCaller > 0 && ofCaller + own > mostOfOne) {
            throw QueueFullException.ofWorkOfOne(ofCaller, own, mostOfOne, placeOfCaller(asker, line));
        }
        double waiting = work(waiting(line, asker).stream(), asker);
        double over = waiting + own - most;
        if (waiting > 0 && over > 0) {
            double gone = Math.max(firstEnd(asker).orElse(0), Math.min(over, waiting));
            throw QueueFullException.ofWork(
                    waiting, own, most, isDrawn(asker) ? OptionalDouble.of(gone) : OptionalDouble.empty());
        }
    }

    /** Who takes places, of all and in the queue, that it might have. */
    private Predicate<Asker> inWayOf(Asker asker) {
        return other -> places.areShared(other.resource(), asker.resource());
    }

    /** Whether what waits with it is drawn now; else nothing can be foreseen. */
    private boolean isDrawn(Asker asker) {
        return !places.missing().contains(asker.resource());
    }

    private int drawn(Line line, Asker asker) {
        return line.pictures(places, asker.resource());
    }

    /** The first of its caller's begins after all that is before that; a caller who may have nobody wait comes after all. */
    private OptionalDouble placeOfCaller(Asker asker, Line line) {
        List<Asker> own = ofCaller(asker, line);
        double before = work(
                waiting(line, asker).stream().takeWhile(other -> own.isEmpty() || !other.equals(own.get(0))), asker);
        OptionalDouble first = firstEnd(asker);
        return sooner(first.isPresent() ? OptionalDouble.of(first.getAsDouble() + before) : first, own.stream());
    }

    /** Its caller's that wait, in the order of their turns. */
    private List<Asker> ofCaller(Asker asker, Line line) {
        return line.inOrder().stream()
                .filter(inWayOf(asker))
                .filter(other -> other.demand().caller().equals(asker.demand().caller()))
                .toList();
    }

    /** In the order of their turns; the usual class does not feel the lower one. */
    private List<Asker> waiting(Line line, Asker asker) {
        Stream<Asker> usual = lines.usual().inOrder().stream();
        return (line == lines.usual() ? usual : Stream.concat(usual, lines.lower().inOrder().stream()))
                .filter(inWayOf(asker))
                .toList();
    }

    /** Seconds that all slices together take for some. */
    private static double work(Stream<Asker> some, Asker asker) {
        return some.mapToDouble(one -> one.leftOfWaiting() * pace(one, asker).together())
                .sum();
    }

    /** As is known now of what is drawn by the same; of others as was known when they came. */
    private static Pace pace(Asker one, Asker asker) {
        return one.resource().equals(asker.resource()) && asker.pace().isKnown() ? asker.pace() : one.pace();
    }

    /** Empty if of nobody who is drawn the pace is known, or nothing is drawn. */
    private OptionalDouble firstEnd(Asker asker) {
        int usual = drawn(lines.usual(), asker);
        return isDrawn(asker)
                ? DoubleStream.concat(
                                ends(lines.usual(), usual, asker),
                                ends(lines.lower(), usual + drawn(lines.lower(), asker), asker))
                        .min()
                : OptionalDouble.empty();
    }

    /** Seconds until all pictures of somebody who is drawn are; empty if of nobody the pace is known. */
    OptionalDouble firstOver() {
        return lines.drawing()
                .filter(one -> one.pace().isKnown() && isDrawn(one))
                .mapToDouble(one -> {
                    double each = one.left() / lines.drawn(one);
                    int usual = drawn(lines.usual(), one);
                    int pictures = lines.usual().pictures(one) > 0 ? usual : usual + drawn(lines.lower(), one);
                    return Math.min(seconds(each, pictures, one.pace()), one.secondsTo(now));
                })
                .min();
    }

    /** What so much of a picture takes beside others, and at least alone. */
    private static double seconds(double cost, int pictures, Pace pace) {
        return Math.max(cost * pictures * pace.together(), cost * pace.alone());
    }

    /** @param pictures that share the slices */
    private DoubleStream ends(Line line, int pictures, Asker asker) {
        return line.drawing().stream()
                .filter(inWayOf(asker))
                .filter(one -> pace(one, asker).isKnown())
                .mapToDouble(one -> {
                    Pace pace = pace(one, asker);
                    double each = one.leftOfDrawn() / lines.drawn(one);
                    return Math.min(seconds(each, pictures, pace), one.secondsTo(now));
                });
    }

    /** Or when one of those who wait is given up, if that is before. */
    private OptionalDouble sooner(OptionalDouble foreseen, Stream<Asker> waiting) {
        return foreseen.isEmpty()
                ? foreseen
                : DoubleStream.concat(
                                DoubleStream.of(foreseen.getAsDouble()),
                                waiting.mapToDouble(other -> other.secondsTo(now)))
                        .min();
    }
}
