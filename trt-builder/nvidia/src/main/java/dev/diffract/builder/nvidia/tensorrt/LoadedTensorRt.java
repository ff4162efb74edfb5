package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.abi.InferLibrary;
import dev.diffract.builder.nvidia.tensorrt.abi.Major;
import dev.diffract.builder.nvidia.tensorrt.abi.ParserLibrary;
import java.nio.file.Path;

/** The libraries of one TensorRT, and the logger they share. */
record LoadedTensorRt(
        Path library, TensorRtVersion version, Major major, InferLibrary infer, ParserLibrary parser, ProcessLog log)
        implements TensorRt {

    @Override
    public BuiltEngine build(EngineBuild request) {
        return new EngineBuilder(this).build(request);
    }

    @Override
    public Engine deserialize(Path file) {
        return new EngineReader(this).read(file);
    }
}
