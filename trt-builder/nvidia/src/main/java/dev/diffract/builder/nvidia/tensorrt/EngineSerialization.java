package dev.diffract.builder.nvidia.tensorrt;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException.Reason;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilder;
import dev.diffract.builder.nvidia.tensorrt.abi.IBuilderConfig;
import dev.diffract.builder.nvidia.tensorrt.abi.IHostMemory;
import dev.diffract.builder.nvidia.tensorrt.abi.INetworkDefinition;
import dev.diffract.builder.nvidia.tensorrt.abi.ITimingCache;
import dev.diffract.builder.nvidia.tensorrt.abi.ProgressMonitor;
import dev.diffract.builder.nvidia.tensorrt.abi.StreamWriter;
import java.util.Optional;
import java.util.OptionalLong;

/** The long part of a build: with progress, cancellation, a timing cache, and the engine file going straight to its file. */
final class EngineSerialization {

    private static final byte[] EMPTY_CACHE = {};

    private final IBuilder builder;
    private final INetworkDefinition network;
    private final IBuilderConfig config;
    private final Words words;

    EngineSerialization(IBuilder builder, INetworkDefinition network, IBuilderConfig config, Words words) {
        this.builder = builder;
        this.network = network;
        this.config = config;
        this.words = words;
    }

    BuiltEngine run(EngineBuild request) {
        try (ITimingCache cache = timingCache(request.timingCache());
                EngineFile file = EngineFile.create(request.engine())) {
            build(request, file);
            return new BuiltEngine(request.engine(), file.publish(), serialized(cache), words.warnings());
        }
    }

    private void build(EngineBuild request, EngineFile file) {
        BuildListener listener = new BuildListener(request.listener());
        ProgressMonitor monitor = new ProgressMonitor(listener);
        StreamWriter writer = new StreamWriter(file::write);
        config.setProgressMonitor(monitor);
        boolean built = builder.buildSerializedNetworkToStream(network, config, writer);
        monitor.failure().ifPresent(failure -> {
            throw new TensorRtException(
                    Reason.CANCELLED,
                    "the build of " + request.engine() + " was cancelled, as its progress could not be shown: "
                            + failure,
                    words.all(),
                    failure);
        });
        if (listener.cancelled()) {
            throw new TensorRtException(
                    Reason.CANCELLED, "the build of " + request.engine() + " was cancelled.", words.all());
        }
        writer.failure().ifPresent(failure -> {
            throw EngineFile.notWritten(request.engine(), failure);
        });
        if (!built) {
            throw words.failure(
                    Reason.BUILD,
                    "TensorRT found no engine for " + request.onnx()
                            + within(request.limits().workspaceBytes()) + ".");
        }
    }

    /** A cache of another device or version is worth a warning and no failure: the times are measured again. */
    private ITimingCache timingCache(Optional<TimingCache> earlier) {
        Optional<ITimingCache> taken = earlier.flatMap(cache -> taken(cache.bytes()));
        if (earlier.isPresent() && taken.isEmpty()) {
            words.warn("the timing cache was not taken: it is of another device or TensorRT. All is measured again.");
        }
        return taken.or(() -> taken(EMPTY_CACHE))
                .orElseThrow(() -> words.failure(Reason.BUILD, "TensorRT did not make a timing cache."));
    }

    private Optional<ITimingCache> taken(byte[] bytes) {
        Optional<ITimingCache> created = config.createTimingCache(bytes);
        if (created.isPresent() && !config.setTimingCache(created.get())) {
            created.get().close();
            return Optional.empty();
        }
        return created;
    }

    private TimingCache serialized(ITimingCache cache) {
        try (IHostMemory memory = cache.serialize()
                .orElseThrow(() -> words.failure(Reason.BUILD, "TensorRT did not give its timing cache away."))) {
            return new TimingCache(memory.bytes());
        }
    }

    private static String within(OptionalLong workspace) {
        return workspace.isEmpty() ? "" : " within a workspace of " + (workspace.getAsLong() >> 20) + " MiB";
    }
}
