package dev.diffract.builder.graphs.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.repository.layout.InputFiles;
import dev.diffract.repository.layout.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A graph in a file, with its external data beside it. The bytes of external tensors stay on disk.
 *
 * @param file absolute or relative to the working directory
 */
public record OnnxModel(Path file, ModelProto proto) {

    /** The largest message protobuf can hold; larger weights are external data. */
    private static final long PROTOBUF_LIMIT = Integer.MAX_VALUE;

    /**
     * @throws GraphException if the file holds no ONNX graph, or if external data is missing, too short or outside the
     *     graph's directory; the message names the file
     * @throws IOException if it cannot be read
     */
    public static OnnxModel read(Path file) throws IOException {
        if (Files.exists(file) || Files.isSymbolicLink(file)) {
            Optional<String> objection = InputFiles.objection(file);
            if (objection.isPresent()) {
                throw new GraphException(file + " " + objection.get());
            }
        }
        if (Files.size(file) > PROTOBUF_LIMIT) {
            throw new GraphException(file + " is larger than 2 GiB: weights of that size must be external data");
        }
        try (InputStream in = Files.newInputStream(file)) {
            CodedInputStream bytes = CodedInputStream.newInstance(in);
            bytes.setSizeLimit(Integer.MAX_VALUE);
            OnnxModel model = new OnnxModel(file, ModelProto.parseFrom(bytes));
            model.check();
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new GraphException(file + " is no ONNX graph, or it is truncated or damaged", e);
        }
    }

    public GraphProto graph() {
        return proto.getGraph();
    }

    public Signature signature() {
        return Signature.of(graph());
    }

    /** How many floating point weights the graph stores, those in external data included. */
    public long parameters() {
        long[] count = {0};
        GraphTensors.forEach(graph(), tensor -> {
            if (ElementTypes.floating(tensor.getDataType())) {
                count[0] += tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
            }
        });
        return count[0];
    }

    /** Digest of the graph's file and of every external data file it names, {@code sha256:...}. */
    public String digest() throws IOException {
        StringBuilder text = new StringBuilder(Sha256.of(file));
        for (String location : externalLocations()) {
            text.append('\n').append(location).append(' ').append(Sha256.of(file.resolveSibling(location)));
        }
        return "sha256:" + Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Paths of the external data files relative to the graph's directory, in order. */
    public List<String> externalLocations() {
        return new ArrayList<>(new TreeSet<>(
                externalSlices().stream().map(ExternalSlice::location).toList()));
    }

    /**
     * Whether every external data file lies, with all links followed, below the graph's directory. ONNX Runtime loads no
     * others.
     *
     * @throws IOException if a file is not there any more
     */
    public boolean holdsItsData() throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("").toRealPath();
        for (String location : externalLocations()) {
            if (!file.resolveSibling(location).toRealPath().startsWith(directory)) {
                return false;
            }
        }
        return true;
    }

    private List<ExternalSlice> externalSlices() {
        List<ExternalSlice> slices = new ArrayList<>();
        GraphTensors.forEach(graph(), tensor -> {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                slices.add(ExternalSlice.of(tensor));
            }
        });
        return slices;
    }

    private void check() throws IOException {
        if (!proto.hasGraph() || proto.getOpsetImportCount() == 0 || graph().getNodeCount() == 0) {
            throw new GraphException(file + " holds no ONNX graph: it has no "
                    + (proto.hasGraph() && graph().getNodeCount() > 0 ? "operator set" : "nodes"));
        }
        try {
            for (ExternalSlice slice : externalSlices()) {
                slice.require(file);
            }
        } catch (GraphException e) {
            throw new GraphException(file + ": " + e.getMessage(), e);
        }
    }
}
