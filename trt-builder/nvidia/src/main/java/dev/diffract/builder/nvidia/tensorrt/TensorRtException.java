package dev.diffract.builder.nvidia.tensorrt;

import java.util.List;

/**
 * TensorRT could not do what it was asked. The message is one sentence for the person who asked; {@link #words()} are
 * TensorRT's own lines, as it logged them while it tried.
 */
public final class TensorRtException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Reason {
        /** No libnvinfer or libnvonnxparser where they were looked for. */
        LIBRARY_NOT_FOUND,
        /** A file of that name which is no TensorRT library, or cannot be loaded. */
        NOT_TENSORRT,
        /** A TensorRT this program cannot call. */
        UNSUPPORTED_VERSION,
        /** This process uses another one already. */
        ANOTHER_LOADED,
        /** No NVIDIA driver, or one that does not start. */
        NO_DRIVER,
        /** A driver, but no device it shows to this process. */
        NO_GPU,
        /** A driver older than the CUDA that TensorRT was made for. */
        DRIVER_TOO_OLD,
        /** The library with the kernels of this GPU's generation is missing. */
        BUILDER_RESOURCE_MISSING,
        /** The ONNX graph cannot be parsed, or its inputs do not fit the shape profiles. */
        GRAPH,
        /** TensorRT found no engine within what it was allowed. */
        BUILD,
        /** The progress listener asked to stop. */
        CANCELLED,
        /** A file that is no engine file, or a damaged one. */
        NOT_AN_ENGINE,
        /** An engine file of another TensorRT. */
        VERSION_MISMATCH,
        /** An engine file for another device. */
        DEVICE_MISMATCH,
        /** An engine that cannot be run as asked. */
        RUN,
        /** A file that cannot be read or written. */
        FILE
    }

    private final Reason reason;
    private final transient List<String> words;

    public TensorRtException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    public TensorRtException(Reason reason, String message, List<String> words) {
        this(reason, message, words, null);
    }

    public TensorRtException(Reason reason, String message, List<String> words, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.words = List.copyOf(words);
    }

    public Reason reason() {
        return reason;
    }

    /** TensorRT's own warnings and errors, oldest first; empty if it said nothing. */
    public List<String> words() {
        return words == null ? List.of() : words;
    }
}
