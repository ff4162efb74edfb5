package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Optional;

/** The exported C functions of {@code libnvonnxparser}. */
public final class ParserLibrary {

    private final NativeLibrary library;

    private ParserLibrary(NativeLibrary library) {
        this.library = library;
    }

    /** @throws UnsatisfiedLinkError if the file cannot be loaded as a library */
    public static ParserLibrary open(Path file) {
        return new ParserLibrary(NativeLibraries.open(file));
    }

    /**
     * {@code getNvOnnxParserVersion}.
     *
     * @throws UnsatisfiedLinkError if the library has no such function
     */
    public int version() {
        return NativeLibraries.number(library, "getNvOnnxParserVersion");
    }

    /** A parser that fills this network. */
    public Optional<IParser> createParser(INetworkDefinition network, Logger logger, Major major) {
        Object[] arguments = {network.pointer(), logger.pointer(), version()};
        return Pointers.present(
                        library.getFunction("createNvOnnxParser_INTERNAL").invokePointer(arguments))
                .map(parser -> new IParser(parser, major));
    }
}
