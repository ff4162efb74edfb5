package dev.diffract.builder.graphs;

import java.io.IOException;
import java.nio.file.Path;

/** A graph that computes something else from the same inputs, as one does that was trained longer. */
public final class RetrainedGraph {

    /** Enough to be seen in the picture, little enough to draw one. */
    private static final float FACTOR = 0.9f;

    private RetrainedGraph() {}

    /** What it gives is less than before by a tenth. */
    public static void make(Path file) throws IOException {
        GraphEnd.append(
                file,
                (graph, output) -> graph.addInitializer(GraphEnd.number("factor", FACTOR))
                        .addNode(GraphEnd.node("Mul", output, GraphEnd.BEFORE, "factor")));
    }
}
