package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fills a network from an ONNX file. It owns the weights the network refers to, so it is deleted after the build and before
 * the network.
 */
public final class IParser extends NativeObject<ParserSlot> implements AutoCloseable {

    private static final int WARNINGS_AND_ERRORS = 2;

    private final Pointer self;
    private boolean closed;

    IParser(Pointer self, Major major) {
        super(self, major);
        this.self = self;
    }

    @Override
    Pointer pointer() {
        return self;
    }

    /** @return false if the file is not in the network, for reasons among the errors */
    public boolean parseFromFile(Path onnx) {
        return test(ParserSlot.PARSE_FROM_FILE, onnx.toAbsolutePath().toString(), WARNINGS_AND_ERRORS);
    }

    /** Copies: they stay readable after the parser is gone. */
    public List<ParserFault> errors() {
        return IntStream.range(0, integer(ParserSlot.GET_NB_ERRORS))
                .mapToObj(index -> new IParserError(pointer(ParserSlot.GET_ERROR, index), major()).fault())
                .toList();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            call(ParserSlot.DELETE);
            markDeleted();
        }
    }
}
