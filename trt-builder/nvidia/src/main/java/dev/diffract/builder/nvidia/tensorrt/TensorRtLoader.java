package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.InferLibrary;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import dev.diffract.builder.nvidia.tensorrt.abi.ParserLibrary;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads at most one TensorRT into this process. */
final class TensorRtLoader {

    private static LoadedTensorRt loaded;

    private TensorRtLoader() {}

    static synchronized TensorRt load(Path named) {
        Path library = new LibraryFinder(System.getenv("LD_LIBRARY_PATH")).find(named);
        if (loaded == null) {
            loaded = open(library);
        } else if (!real(loaded.library()).equals(real(library))) {
            throw new TensorRtException(
                    Reason.ANOTHER_LOADED,
                    "this process uses " + loaded.library() + " already and cannot load " + library + " too.");
        }
        return loaded;
    }

    private static LoadedTensorRt open(Path library) {
        requireSound(library);
        InferLibrary infer = infer(library);
        TensorRtVersion version = version(infer, library);
        Major major;
        try {
            major = SupportedVersions.majorOf(version, library);
        } catch (TensorRtException e) {
            infer.close();
            throw e;
        }
        ParserLibrary parser = parser(library.resolveSibling("libnvonnxparser.so." + major.number()));
        if (hasBuilderResources(library.getParent())) {
            infer.setInternalLibraryPath(library.getParent());
        }
        return new LoadedTensorRt(library, version, major, infer, parser, new ProcessLog(major));
    }

    private static InferLibrary infer(Path library) {
        try {
            return InferLibrary.open(library);
        } catch (UnsatisfiedLinkError e) {
            throw notLoadable(library, e);
        }
    }

    private static TensorRtVersion version(InferLibrary infer, Path library) {
        try {
            return TensorRtVersion.of(infer.version());
        } catch (UnsatisfiedLinkError e) {
            infer.close();
            throw new TensorRtException(
                    Reason.NOT_TENSORRT,
                    library + " is not TensorRT's libnvinfer: it has no function getInferLibVersion.");
        }
    }

    private static ParserLibrary parser(Path file) {
        if (!Files.exists(file)) {
            throw new TensorRtException(
                    Reason.LIBRARY_NOT_FOUND,
                    "TensorRT's ONNX parser was not found: " + file + " is missing; it belongs beside libnvinfer.");
        }
        requireSound(file);
        try {
            ParserLibrary parser = ParserLibrary.open(file);
            parser.version();
            return parser;
        } catch (UnsatisfiedLinkError e) {
            throw notLoadable(file, e);
        }
    }

    private static boolean hasBuilderResources(Path directory) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "libnvinfer_builder_resource_*")) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            // Then TensorRT looks where it would have looked anyway.
            return false;
        }
    }

    private static void requireSound(Path file) {
        try {
            SharedObject.objection(file).ifPresent(objection -> {
                throw notLoadable(file, objection, null);
            });
        } catch (IOException e) {
            throw notLoadable(file, "it cannot be read", e);
        }
    }

    private static TensorRtException notLoadable(Path file, UnsatisfiedLinkError e) {
        return notLoadable(file, e.getMessage().lines().findFirst().orElse("no reason given"), e);
    }

    private static TensorRtException notLoadable(Path file, String words, Throwable e) {
        return new TensorRtException(
                Reason.NOT_TENSORRT, file + " cannot be loaded as a TensorRT library: " + words + ".", List.of(), e);
    }

    /** Links such as libnvinfer.so.10 are followed, so that one library has one name. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new TensorRtException(Reason.LIBRARY_NOT_FOUND, file + " cannot be read.", List.of(), e);
        }
    }
}
