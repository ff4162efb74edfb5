package dev.diffract.tests.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A model of the same shapes that draws something else: of its UNet the largest weights have another sign. Fields by the numbers of {@code onnx.proto}. */
final class OtherWeights {

    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int RAW_DATA = 9;

    private OtherWeights() {}

    /** Copies a model's folder to where nothing is. */
    static Path of(Path model, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(model)) {
            for (Path path : paths.toList()) {
                Files.copy(path, target.resolve(model.relativize(path).toString()));
            }
        }
        Path unet = target.resolve("unet/model.onnx");
        Files.write(unet, changed(Files.readAllBytes(unet)));
        return target;
    }

    private static byte[] changed(byte[] onnx) throws IOException {
        UnknownFieldSet model = UnknownFieldSet.parseFrom(onnx);
        UnknownFieldSet graph = message(model, GRAPH, 0);
        List<ByteString> tensors = new ArrayList<>(graph.getField(INITIALIZER).getLengthDelimitedList());
        int largest = 0;
        for (int i = 1; i < tensors.size(); i++) {
            largest = tensors.get(i).size() > tensors.get(largest).size() ? i : largest;
        }
        UnknownFieldSet tensor = message(graph, INITIALIZER, largest);
        byte[] weights =
                tensor.getField(RAW_DATA).getLengthDelimitedList().get(0).toByteArray();
        for (int i = 3; i < weights.length; i += 4) { // floats, their least significant byte first
            weights[i] ^= (byte) 0x80;
        }
        UnknownFieldSet other = with(tensor, RAW_DATA, List.of(ByteString.copyFrom(weights)));
        tensors.set(largest, other.toByteString());
        UnknownFieldSet otherGraph = with(graph, INITIALIZER, tensors);
        return with(model, GRAPH, List.of(otherGraph.toByteString())).toByteArray();
    }

    private static UnknownFieldSet message(UnknownFieldSet parent, int field, int index) throws IOException {
        return UnknownFieldSet.parseFrom(
                parent.getField(field).getLengthDelimitedList().get(index));
    }

    private static UnknownFieldSet with(UnknownFieldSet parent, int field, List<ByteString> values) {
        Field.Builder all = Field.newBuilder();
        values.forEach(all::addLengthDelimited);
        return parent.toBuilder().clearField(field).addField(field, all.build()).build();
    }
}
