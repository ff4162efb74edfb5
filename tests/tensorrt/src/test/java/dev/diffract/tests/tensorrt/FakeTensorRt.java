package dev.diffract.tests.tensorrt;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A libnvinfer that records what it is asked, beside NVIDIA's own ONNX parser. */
public final class FakeTensorRt {

    private final Path directory;
    private final NativeLibrary library;

    private FakeTensorRt(Path directory, NativeLibrary library) {
        this.directory = directory;
        this.library = library;
    }

    /** Of the major this process tests. */
    public static FakeTensorRt compile() throws IOException {
        String number = String.valueOf(RealTensorRt.MAJOR.number());
        Path directory = NativeBuild.directory(
                "tensorrt-" + number + "-" + ProcessHandle.current().pid());
        Path infer = NativeBuild.compile(
                "fake_nvinfer.cpp",
                directory.resolve(RealTensorRt.INFER.getFileName()),
                "MAJOR=" + number,
                "VERSION=" + RealTensorRt.either(101501, 110201));
        Path parser = directory.resolve(RealTensorRt.PARSER.getFileName());
        Files.deleteIfExists(parser);
        Files.createSymbolicLink(parser, RealTensorRt.PARSER);
        return new FakeTensorRt(directory, NativeLibrary.getInstance(infer.toString()));
    }

    public TensorRt load() {
        return TensorRt.load(directory);
    }

    /** Forgets wishes and calls. */
    public void reset() {
        library.getFunction("fake_reset").invokeVoid(new Object[0]);
    }

    public void wish(String what, String how) {
        library.getFunction("fake_wish").invokeVoid(new Object[] {what, how});
    }

    /** In the order in which they came. */
    public List<String> calls() {
        Pointer text = library.getFunction("fake_calls").invokePointer(new Object[0]);
        return text.getString(0, "UTF-8").lines().toList();
    }

    /** Has a writer of ours take bytes, as a build does. */
    public long write(Pointer writer, Pointer data, long bytes) {
        return library.getFunction("fake_write").invokeLong(new Object[] {writer, data, bytes});
    }
}
