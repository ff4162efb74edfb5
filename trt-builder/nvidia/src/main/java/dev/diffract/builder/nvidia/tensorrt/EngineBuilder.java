package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilder;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilderConfig;
import dev.diffract.builder.nvidia.tensorrt.abi.INetworkDefinition;
import dev.diffract.builder.nvidia.tensorrt.abi.IParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** From an ONNX file to an engine file: parse, set shapes and limits, build. */
final class EngineBuilder {

    private final LoadedTensorRt tensorRt;

    EngineBuilder(LoadedTensorRt tensorRt) {
        this.tensorRt = tensorRt;
    }

    /** Native objects go in the order TensorRT wants: parser, configuration, network, and the builder last. */
    BuiltEngine build(EngineBuild request) {
        requireReadable(request.onnx());
        Gpu gpu = Gpu.first();
        try (Words words = new Words(tensorRt.log());
                IBuilder builder = builder(words, gpu)) {
            builder.setErrorRecorder(words.recorder());
            try (INetworkDefinition network =
                            builder.createStronglyTypedNetwork().orElseThrow(() -> none("network", words));
                    IBuilderConfig config =
                            builder.createBuilderConfig().orElseThrow(() -> none("configuration", words));
                    IParser parser = tensorRt.parser()
                            .createParser(network, tensorRt.log().logger(), tensorRt.major())
                            .orElseThrow(() -> none("ONNX parser", words))) {
                parse(request.onnx(), parser, network, words);
                new OptimizationProfiles(builder, config, words)
                        .add(request.onnx(), NetworkInput.of(network), request.profiles());
                limits(config, request);
                return new EngineSerialization(builder, network, config, words).run(request);
            }
        }
    }

    private IBuilder builder(Words words, Gpu gpu) {
        IBuilder builder = tensorRt.infer()
                .createBuilder(tensorRt.log().logger(), tensorRt.major())
                .orElseThrow(() -> CreationFailures.of("builder", words, tensorRt.version(), tensorRt.library(), gpu));
        if (!builder.logsTo(tensorRt.log().logger())) {
            builder.close();
            throw new TensorRtException(
                    Reason.UNSUPPORTED_VERSION,
                    "TensorRT " + tensorRt.version() + " does not answer as version "
                            + tensorRt.major().number() + " should, so calling it further is not safe.");
        }
        return builder;
    }

    /** Some files that are no graphs at all are an empty graph to the parser. */
    private static void parse(Path onnx, IParser parser, INetworkDefinition network, Words words) {
        if (!parser.parseFromFile(onnx)) {
            throw GraphFailures.of(onnx, parser.errors(), words);
        }
        if (network.outputCount() == 0) {
            throw words.failure(
                    Reason.GRAPH, "TensorRT's parser finds no output in " + onnx + "; is it an ONNX graph?");
        }
    }

    private static void limits(IBuilderConfig config, EngineBuild request) {
        request.limits().workspaceBytes().ifPresent(config::setWorkspaceLimit);
        request.limits().optimizationLevel().ifPresent(config::setBuilderOptimizationLevel);
    }

    private static void requireReadable(Path onnx) {
        if (!Files.isReadable(onnx) || Files.isDirectory(onnx)) {
            throw new TensorRtException(Reason.FILE, "there is no readable ONNX file " + onnx + ".", List.of());
        }
    }

    private static TensorRtException none(String what, Words words) {
        return words.failure(Reason.BUILD, "TensorRT did not make a " + what + ".");
    }
}
