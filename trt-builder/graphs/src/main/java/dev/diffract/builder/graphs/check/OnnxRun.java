package dev.diffract.builder.graphs.check;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.precision.RoundedTensors;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A graph in a file, loaded into ONNX Runtime on the CPU. One thread computes, so that figures repeat. Nothing is optimised:
 * what runs is the graph itself, and external weights stay in their file, mapped into memory, instead of being copied into
 * other layouts and types. Messages do not name the file, which may be scratch: whoever brought the graph is told by whoever
 * runs it.
 */
public final class OnnxRun implements AutoCloseable {

    private static final Map<TensorType, OnnxJavaType> TYPES = Map.of(
            TensorType.BOOL, OnnxJavaType.BOOL,
            TensorType.UINT8, OnnxJavaType.UINT8,
            TensorType.INT32, OnnxJavaType.INT32,
            TensorType.INT64, OnnxJavaType.INT64,
            TensorType.FP16, OnnxJavaType.FLOAT16,
            TensorType.FP32, OnnxJavaType.FLOAT,
            TensorType.FP64, OnnxJavaType.DOUBLE);
    private static final OrtLoggingLevel QUIET = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    /** Held on to, because a logger that nobody holds forgets its level. Failures are told by exceptions. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("ai.onnxruntime");

    private final OrtEnvironment environment = environment();
    private final OrtSession session;

    /**
     * @throws CheckException if ONNX Runtime cannot load the graph
     */
    public OnnxRun(Path file) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(QUIET);
            options.setOptimizationLevel(OptLevel.NO_OPT);
            options.addConfigEntry("session.disable_prepacking", "1");
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new CheckException("ONNX Runtime cannot load it: " + OrtReasons.of(e), e);
        }
    }

    /**
     * A graph in FP16, run so that every tensor of it is rounded to FP16: see {@link RoundedTensors}.
     *
     * @throws CheckException if ONNX Runtime cannot load the graph
     */
    static OnnxRun rounding(Path file) {
        // Beside the graph, whose external data it shares; once loaded, it is not needed any more.
        Path rounded = file.resolveSibling("rounded-" + file.getFileName());
        try {
            OnnxModelWriter.write(RoundedTensors.of(OnnxModel.read(file).proto()), rounded);
            return new OnnxRun(rounded);
        } catch (IOException e) {
            throw new CheckException("cannot write " + rounded + ": " + e.getMessage(), e);
        } finally {
            rounded.toFile().delete();
        }
    }

    /** ONNX Runtime unpacks its library into the temporary directory when it is first used. */
    private static OrtEnvironment environment() {
        LIBRARY_LOG.setLevel(Level.OFF);
        try {
            return OrtEnvironment.getEnvironment(QUIET, "diffract");
        } catch (LinkageError e) {
            throw new CheckException(
                    "ONNX Runtime cannot be loaded on this machine, or there are no 30 MB free in "
                            + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    /**
     * All outputs of the graph by name.
     *
     * @throws CheckException if ONNX Runtime refuses the inputs or fails inside the graph
     */
    public Map<String, Tensor> run(List<Tensor> inputs) {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try {
            for (Tensor input : inputs) {
                feeds.put(input.name(), feed(input));
            }
            try (OrtSession.Result result = session.run(feeds)) {
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                for (var output : result) {
                    outputs.put(output.getKey(), fetch(output.getKey(), (OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new CheckException("ONNX Runtime cannot run it: " + OrtReasons.of(e), e);
        } finally {
            feeds.values().forEach(OnnxTensorLike::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close a session", e);
        }
    }

    private OnnxTensor feed(Tensor tensor) throws OrtException {
        ByteBuffer bytes = tensor.data();
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
        direct.put(bytes).flip();
        return OnnxTensor.createTensor(environment, direct, tensor.shape(), TYPES.get(tensor.type()));
    }

    private static Tensor fetch(String name, OnnxTensor value) {
        OnnxJavaType type = value.getInfo().type;
        TensorType known = TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () -> new CheckException("output " + name + " has type " + type + ", which is not served"));
        return Tensor.ofRaw(name, known, value.getInfo().getShape(), copy(value.getByteBuffer()));
    }

    /** The value's own buffer is gone once the result is closed. */
    private static ByteBuffer copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
