package dev.diffract.builder.build.engine;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The picture sizes of one shape profile.
 *
 * @param smallest sides of all of them are no smaller
 * @param tuned what the engine is made fast for
 * @param largest sides of all of them are no larger
 */
record SizeProfile(Resolution smallest, Resolution tuned, Resolution largest) {

    /**
     * One for each tuned size, and a last one for a range. A server takes the one whose tuned size is nearest: a tuned size never goes through the
     * range's, which is tuned for a size of its own.
     */
    static List<SizeProfile> of(Resolutions resolutions) {
        List<SizeProfile> profiles = new ArrayList<>();
        resolutions.tuned().forEach(size -> profiles.add(new SizeProfile(size, size, size)));
        resolutions
                .range()
                .flatMap(range -> middle(range, resolutions.tuned())
                        .map(middle -> new SizeProfile(range.from(), middle, range.to())))
                .ifPresent(profiles::add);
        return List.copyOf(profiles);
    }

    /** The range's size nearest to its middle that is not tuned already; empty if all of them are. */
    static Optional<Resolution> middle(ResolutionRange range, List<Resolution> tuned) {
        Resolution middle = range.middle();
        return sizes(range)
                .filter(size -> !tuned.contains(size))
                .min(Comparator.comparingInt((Resolution size) ->
                                Math.abs(size.width() - middle.width()) + Math.abs(size.height() - middle.height()))
                        .thenComparing(
                                Comparator.comparingInt(Resolution::width).reversed()));
    }

    private static Stream<Resolution> sizes(ResolutionRange range) {
        return side(range.from().width(), range.to().width(), range.step())
                .boxed()
                .flatMap(width -> side(range.from().height(), range.to().height(), range.step())
                        .mapToObj(height -> new Resolution(width, height)));
    }

    private static IntStream side(int from, int to, int step) {
        return IntStream.iterate(from, side -> side <= to, side -> side + step);
    }
}
