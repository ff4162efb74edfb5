package dev.diffract.builder.nvidia.tensorrt;

import com.sun.jna.Memory;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.ICudaEngine;
import dev.diffract.builder.nvidia.tensorrt.abi.IRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** From an engine file to an engine on the device. */
final class EngineReader {

    /** A buffer's size is an int; an engine file's is not. */
    private static final long PIECE = 1L << 30;

    private final LoadedTensorRt tensorRt;

    EngineReader(LoadedTensorRt tensorRt) {
        this.tensorRt = tensorRt;
    }

    Engine read(Path file) {
        EngineHeader.read(file).requireBuiltBy(tensorRt.version(), file);
        Gpu gpu = Gpu.first();
        Words words = new Words(tensorRt.log());
        try {
            IRuntime runtime = tensorRt.infer()
                    .createRuntime(tensorRt.log().logger(), tensorRt.major())
                    .orElseThrow(
                            () -> CreationFailures.of("runtime", words, tensorRt.version(), tensorRt.library(), gpu));
            try {
                runtime.setErrorRecorder(words.recorder());
                return new LoadedEngine(runtime, deserialized(file, runtime, words), words);
            } catch (RuntimeException | OutOfMemoryError e) {
                runtime.close();
                throw e;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            words.close();
            throw e;
        }
    }

    /** TensorRT copies what it needs: the file's bytes are let go at once. */
    private static ICudaEngine deserialized(Path file, IRuntime runtime, Words words) {
        try (Memory bytes = content(file)) {
            return runtime.deserializeCudaEngine(bytes, bytes.size())
                    .orElseThrow(() -> DeserializationFailures.of(file, words));
        }
    }

    private static Memory content(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            Memory bytes = new Memory(channel.size());
            for (long done = 0; done < bytes.size(); done += PIECE) {
                ByteBuffer piece = bytes.getByteBuffer(done, Math.min(PIECE, bytes.size() - done));
                while (piece.hasRemaining() && channel.read(piece) >= 0) {
                    // A read may end early; the next one goes on.
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new TensorRtException(Reason.FILE, "the engine file " + file + " cannot be read.", List.of(), e);
        }
    }
}
