package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A graph as its exporter wrote it, as a file that ONNX Runtime loads. Where tensors got other names, or where links lead to
 * the weights, which ONNX Runtime does not follow out of the graph's directory, that is a file beside the weights' own bytes.
 */
final class Original {

    private Original() {}

    /** Whether the file that was brought will do. */
    static boolean asBrought(ExportedGraph graph) throws IOException {
        return graph.renamed().isEmpty() && graph.model().holdsItsData();
    }

    /**
     * Writes it.
     *
     * @param directory an empty one
     * @return the graph's file in it
     */
    static Path write(ExportedGraph graph, Path directory) throws IOException {
        Path source = graph.model().file();
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(graph.model().proto(), file);
        for (String location : graph.model().externalLocations()) {
            Path target = directory.resolve(location).normalize();
            Files.createDirectories(target.resolveSibling(""));
            place(source.resolveSibling(location).toRealPath(), target);
        }
        return file;
    }

    /** Another name for the same bytes where the file system can, else a copy. */
    private static void place(Path bytes, Path target) throws IOException {
        try {
            Files.createLink(target, bytes);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(bytes, target);
        }
    }
}
