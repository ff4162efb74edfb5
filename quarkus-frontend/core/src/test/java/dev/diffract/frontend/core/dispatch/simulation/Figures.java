package dev.diffract.frontend.core.dispatch.simulation;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Figures are medians over seeds, and the same every time. They are printed, because they are what the documentation quotes. */
final class Figures {

    /** Four, which take half a minute; what the documentation quotes is of eight: {@code -Dfigures.seeds=8}. */
    private static final int SEEDS = Integer.getInteger("figures.seeds", 4);

    private Figures() {}

    /** Of all seeds, in their order. */
    static <T> List<T> seeds(LongFunction<T> run) {
        return LongStream.range(0, SEEDS).parallel().mapToObj(run).toList();
    }

    static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        double[] all = runs.stream().mapToDouble(figure).sorted().toArray();
        return DoubleStream.of(all[(all.length - 1) / 2], all[all.length / 2])
                .average()
                .orElseThrow();
    }

    static double told(String figure, double value) {
        System.out.printf("%-80s %.3f%n", figure, value);
        return value;
    }
}
