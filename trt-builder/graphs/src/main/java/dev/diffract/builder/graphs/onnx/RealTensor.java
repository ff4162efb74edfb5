package dev.diffract.builder.graphs.onnx;

import com.google.protobuf.ByteString;
import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorProto.DataLocation;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import dev.diffract.builder.graphs.proto.TensorProtoOrBuilder;
import dev.diffract.repository.kserve.Half;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;

/**
 * A stored tensor of FP16, FP32 or FP64: its numbers in pieces, wherever the graph keeps them, and the same tensor in another
 * type. External bytes are read when they are needed; memory does not grow with their number.
 */
public final class RealTensor {

    /** Numbers of a piece, at most. */
    static final int PIECE = 1 << 16;

    private final TensorProtoOrBuilder tensor;
    private final DataType stored;
    private final Path graphFile;

    /**
     * @param graphFile the file that external locations are relative to
     * @throws GraphException if the tensor's bytes do not match its type and dims
     */
    public RealTensor(TensorProtoOrBuilder tensor, Path graphFile) {
        this.tensor = tensor;
        this.graphFile = graphFile;
        this.stored = DataType.forNumber(ExternalSlice.storedType(tensor));
        if (!isExternal() && held() != elements()) {
            throw new GraphException("tensor '" + tensor.getName() + "' has dims " + tensor.getDimsList()
                    + " and holds " + held() + " numbers, expected " + elements());
        }
    }

    /** Gets the numbers piece by piece, in order. */
    public interface Reader {
        /** The first {@code count} of {@code numbers}, which are overwritten by the next piece. */
        void read(float[] numbers, int count) throws IOException;
    }

    /** The number of numbers. */
    public long elements() {
        return ExternalSlice.elements(tensor);
    }

    /**
     * Reads all numbers; FP64 is rounded to FP32.
     *
     * @throws GraphException if external data is missing or too short
     */
    public void read(Reader reader) throws IOException {
        if (isExternal()) {
            readExternal(reader);
        } else if (tensor.hasRawData()) {
            ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[(int) Math.min(PIECE, elements())];
            while (raw.hasRemaining()) {
                int count = Math.min(numbers.length, raw.remaining() / width(stored));
                decode(raw, numbers, count);
                reader.read(numbers, count);
            }
        } else {
            float[] numbers = new float[(int) elements()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = listed(i);
            }
            reader.read(numbers, numbers.length);
        }
    }

    /**
     * The tensor under another name, in another type. What lies in the graph is converted now; external bytes stay where they
     * are, and are converted when {@link OnnxModelWriter} copies them.
     *
     * @param elementType ONNX's number of FP16 or FP32
     */
    public TensorProto as(String name, int elementType) throws IOException {
        TensorProto.Builder as = TensorProto.newBuilder()
                .addAllDims(tensor.getDimsList())
                .setName(name)
                .setDataType(elementType);
        if (isExternal()) {
            return as.setDataLocation(DataLocation.EXTERNAL)
                    .addAllExternalData(tensor.getExternalDataList().stream()
                            .filter(entry -> !entry.getKey().equals(ExternalSlice.STORED_TYPE))
                            .collect(Collectors.toList()))
                    .addExternalData(StringStringEntryProto.newBuilder()
                            .setKey(ExternalSlice.STORED_TYPE)
                            .setValue(String.valueOf(stored.getNumber())))
                    .build();
        }
        DataType type = DataType.forNumber(elementType);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(elements() * width(type))).order(ByteOrder.LITTLE_ENDIAN);
        read((numbers, count) -> encode(numbers, count, type, bytes));
        return as.setRawData(ByteString.copyFrom(bytes.flip())).build();
    }

    /** Writes the numbers in the tensor's own type. */
    void write(FileChannel out) throws IOException {
        DataType type = DataType.forNumber(tensor.getDataType());
        ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE * width(type)).order(ByteOrder.LITTLE_ENDIAN);
        read((numbers, count) -> {
            bytes.clear();
            encode(numbers, count, type, bytes);
            bytes.flip();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
    }

    private boolean isExternal() {
        return tensor.getDataLocation() == DataLocation.EXTERNAL;
    }

    private void readExternal(Reader reader) throws IOException {
        ExternalSlice slice = ExternalSlice.of(tensor);
        try (FileChannel in = FileChannel.open(slice.require(graphFile), StandardOpenOption.READ)) {
            int width = width(stored);
            ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE * width).order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[PIECE];
            long end = slice.offset() + slice.length();
            for (long position = slice.offset(); position < end; position += bytes.limit()) {
                bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
                while (bytes.hasRemaining()) {
                    if (in.read(bytes, position + bytes.position()) < 0) {
                        throw new GraphException(
                                "the external data of tensor '" + tensor.getName() + "' ended while it was read");
                    }
                }
                bytes.flip();
                int count = bytes.limit() / width;
                decode(bytes, numbers, count);
                reader.read(numbers, count);
            }
        }
    }

    private void decode(ByteBuffer bytes, float[] numbers, int count) {
        switch (stored) {
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = Half.toFloat(bytes.getShort());
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = (float) bytes.getDouble();
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = bytes.getFloat();
                }
            }
        }
    }

    private static void encode(float[] numbers, int count, DataType type, ByteBuffer bytes) {
        for (int i = 0; i < count; i++) {
            if (type == DataType.FLOAT16) {
                bytes.putShort(Half.ofFloat(numbers[i]));
            } else {
                bytes.putFloat(numbers[i]);
            }
        }
    }

    private float listed(int index) {
        return switch (stored) {
            // Halves are kept as their bits, one per 32-bit number.
            case FLOAT16 -> Half.toFloat((short) tensor.getInt32Data(index));
            case DOUBLE -> (float) tensor.getDoubleData(index);
            default -> tensor.getFloatData(index);
        };
    }

    private long held() {
        if (tensor.hasRawData()) {
            long bytes = tensor.getRawData().size();
            // Half a number at the end is one too many.
            return bytes / width(stored) + (bytes % width(stored) > 0 ? 1 : 0);
        }
        return switch (stored) {
            case FLOAT16 -> tensor.getInt32DataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            default -> tensor.getFloatDataCount();
        };
    }

    private static int width(DataType type) {
        return ElementTypes.bits(type.getNumber()).orElseThrow() / Byte.SIZE;
    }
}
