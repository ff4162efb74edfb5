package dev.diffract.builder.graphs;

import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Tiny models with random weights that real exporters wrote: tests/parity/export_shapes.py. */
public final class ExportedShapes {

    private ExportedShapes() {}

    /**
     * Unpacks one of {@code diffusers}, {@code dynamo}, {@code optimum}, {@code optimum-fp16}.
     *
     * @return the model's folder below {@code directory}
     */
    public static Path unpack(String shape, Path directory) {
        try (InputStream resource = ExportedShapes.class.getResourceAsStream("/exported-shapes.zip");
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith(shape + "/")) {
                    Path file = directory.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
            return directory.resolve(shape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a graph in its file. */
    public static void edit(Path file, Consumer<GraphProto.Builder> change) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.accept(model.getGraphBuilder());
        Files.write(file, model.build().toByteArray());
    }
}
