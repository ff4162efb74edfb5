package dev.diffract.builder.build.engine;

import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/** External data of random weights, written as they are drawn. */
final class WeightFile implements Closeable {

    private static final String NAME = "weights.pb";

    private final SplittableRandom random;
    private final FileChannel out;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private long written;

    WeightFile(Path directory, long seed) throws IOException {
        out = FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        random = new SplittableRandom(seed);
    }

    /** A tensor of uniform numbers around {@code mean}. */
    TensorProto tensor(String name, double mean, double deviation, long... dims) {
        long numbers = Arrays.stream(dims).reduce(1, Math::multiplyExact);
        TensorProto tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(Arrays.stream(dims).boxed().toList())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", NAME))
                .addExternalData(entry("offset", Long.toString(4 * written)))
                .addExternalData(entry("length", Long.toString(4 * numbers)))
                .build();
        // A uniform distribution from -1 to 1 has the deviation 1 / sqrt(3).
        float reach = (float) (deviation * Math.sqrt(3));
        for (long i = 0; i < numbers; i++) {
            if (!bytes.hasRemaining()) {
                flush();
            }
            bytes.putFloat((float) mean + reach * random.nextInt() * 0x1p-31f);
        }
        written += numbers;
        return tensor;
    }

    long numbers() {
        return written;
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void flush() {
        try {
            bytes.flip();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            bytes.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
