package dev.diffract.tests.e2e;

import dev.diffract.builder.graphs.GraphEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A graph that overflows in use, as engines in FP16 do, although it builds. */
final class OverflowingGraph {

    private OverflowingGraph() {}

    static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it computes becomes NaN where a number of an input is beyond ±limit: √(limit − |input|) is none there. */
    static void make(Path file, String input, float limit) throws IOException {
        GraphEnd.append(
                file,
                (graph, output) -> graph.addInitializer(GraphEnd.number("limit", limit))
                        .addNode(GraphEnd.node("Abs", "size", input))
                        .addNode(GraphEnd.node("ReduceMax", "largest", "size"))
                        .addNode(GraphEnd.node("Sub", "room", "limit", "largest"))
                        .addNode(GraphEnd.node("Sqrt", "root", "room"))
                        .addNode(GraphEnd.node("Sub", "zero_or_nan", "root", "root"))
                        .addNode(GraphEnd.node("Add", output, GraphEnd.BEFORE, "zero_or_nan")));
    }
}
