package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.ModelProto;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a graph, and what it has of external data into one file beside it. */
public final class OnnxModelWriter {

    private OnnxModelWriter() {}

    /**
     * @param model the graph; its external locations are relative to {@code source}
     * @param source the file the graph was read from
     * @param target {@code .../model.onnx}; external data goes to {@code .../model.onnx.data}
     * @throws GraphException if external data went missing or became shorter since the graph was read
     */
    public static void write(ModelProto model, Path source, Path target) throws IOException {
        ModelProto.Builder written = model.toBuilder();
        Path data = dataFile(target);
        try (ExternalDataFile external = new ExternalDataFile(source, data)) {
            GraphTensors.editExternal(written.getGraphBuilder(), external::take);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        write(written.build(), target);
    }

    /** Where the external data of a graph at {@code target} is written. */
    public static Path dataFile(Path target) {
        return target.resolveSibling(target.getFileName() + ".data");
    }

    /** Writes a graph without external data. */
    public static void write(ModelProto model, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            model.writeTo(out);
        }
    }
}
