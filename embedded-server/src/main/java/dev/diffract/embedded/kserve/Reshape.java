package dev.diffract.embedded.kserve;

import dev.diffract.repository.config.Shapes;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A configuration's {@code reshape}: the same elements under another shape, variable dimensions kept in order. */
public final class Reshape {

    private Reshape() {}

    /**
     * @param from the configured shape that {@code actual} has
     * @param to the configured shape wanted
     * @param actual a shape that fits {@code from}, without the batch dimension
     * @return {@code to} with its variable dimensions filled
     */
    public static List<Long> apply(List<Long> from, List<Long> to, List<Long> actual) {
        Iterator<Long> variable = IntStream.range(0, from.size())
                .filter(i -> from.get(i) == Shapes.WILDCARD)
                .mapToObj(actual::get)
                .iterator();
        return to.stream()
                .map(dimension -> dimension == Shapes.WILDCARD ? variable.next() : dimension)
                .toList();
    }

    /** The shape with a batch dimension in front; a batch of 0 says there is none. */
    public static long[] withBatch(long batch, List<Long> perSample) {
        LongStream dimensions = perSample.stream().mapToLong(Long::longValue);
        return batch == 0
                ? dimensions.toArray()
                : LongStream.concat(LongStream.of(batch), dimensions).toArray();
    }
}
