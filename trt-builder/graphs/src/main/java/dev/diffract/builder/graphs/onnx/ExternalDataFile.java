package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.StringStringEntryProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The one file that takes over all external tensors of a graph. Bytes go from channel to channel, piece by piece: memory does not grow
 * with their number, and what the graph no longer uses is left behind.
 */
final class ExternalDataFile implements Closeable {

    /** Loaders map external data into memory, which wants page boundaries. */
    private static final int ALIGNMENT = 4096;

    private final Path source;
    private final Path target;
    private final Map<Path, FileChannel> sources = new HashMap<>();
    private FileChannel out;

    /** The file is made with the first tensor: a graph without external data gets none. */
    ExternalDataFile(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Copies the tensor's bytes, converted where they have another type than the tensor, and lets it point to the copy.
     *
     * @throws UncheckedIOException if that fails
     */
    void take(TensorProto.Builder tensor) {
        try {
            ExternalSlice slice = ExternalSlice.of(tensor);
            boolean converted = ExternalSlice.storedType(tensor) != tensor.getDataType();
            Path from = slice.require(source);
            if (out == null) {
                out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
            align();
            long start = out.position();
            if (converted) {
                new RealTensor(tensor, source).write(out);
            } else {
                copy(open(from), slice);
            }
            tensor.clearExternalData()
                    .addExternalData(entry("location", target.getFileName().toString()))
                    .addExternalData(entry("offset", Long.toString(start)))
                    .addExternalData(entry("length", Long.toString(out.position() - start)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
        for (FileChannel channel : sources.values()) {
            channel.close();
        }
    }

    private FileChannel open(Path file) throws IOException {
        FileChannel channel = sources.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            sources.put(file, channel);
        }
        return channel;
    }

    private void align() throws IOException {
        int over = (int) (out.position() % ALIGNMENT);
        if (over > 0) {
            ByteBuffer padding = ByteBuffer.allocate(ALIGNMENT - over);
            while (padding.hasRemaining()) {
                out.write(padding);
            }
        }
    }

    private void copy(FileChannel in, ExternalSlice slice) throws IOException {
        long done = 0;
        while (done < slice.length()) {
            long copied = in.transferTo(slice.offset() + done, slice.length() - done, out);
            if (copied <= 0) {
                throw new GraphException(
                        "the external data of tensor '" + slice.tensor() + "' ended while it was read");
            }
            done += copied;
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
