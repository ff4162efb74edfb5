package dev.diffract.embedded.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.diffract.embedded.batching.BatchPolicy;
import dev.diffract.embedded.batching.BatchScheduler;
import dev.diffract.embedded.fault.Slowdown;
import dev.diffract.embedded.model.LoadException;
import dev.diffract.embedded.model.ModelFactory;
import dev.diffract.embedded.model.ServedModel;
import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelInstanceGroup.Kind;
import dev.diffract.repository.proto.ModelParameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes served models of ONNX files: a session per instance of the configuration's groups. */
public final class OnnxModels implements ModelFactory {

    private final OnnxSettings settings;
    private final Slowdown slowdown;

    public OnnxModels(OnnxSettings settings, Slowdown slowdown) {
        this.settings = settings;
        this.slowdown = slowdown;
    }

    /**
     * The threads in an operator are told where Triton's backend is told them, and beside them the version that computes: answers of others
     * differ in their last bits.
     */
    @Override
    public ModelConfig told(ModelConfig config) {
        return config.toBuilder()
                .putParameters(
                        Manifest.THREADS_PARAMETER,
                        ModelParameter.newBuilder()
                                .setStringValue(
                                        String.valueOf(settings.of(config).threads()))
                                .build())
                .putParameters(
                        Manifest.ONNX_RUNTIME_PARAMETER,
                        ModelParameter.newBuilder()
                                .setStringValue(NativeLibraries.environment().getVersion())
                                .build())
                .build();
    }

    @Override
    public ServedModel create(ModelConfig config, Path versionDirectory, ModelCounters counters) {
        backend(config);
        Path file = versionDirectory.resolve(config.getDefaultModelFilename());
        if (!Files.isRegularFile(file)) {
            throw new LoadException("unable to find '" + file + "' for model '" + config.getName() + "'");
        }
        List<OnnxInstance> instances = new ArrayList<>();
        try {
            for (int i = 0; i < instanceCount(config); i++) {
                instances.add(instance(config, file));
            }
        } catch (LoadException e) {
            instances.forEach(OnnxInstance::close);
            throw e;
        }
        return new BatchScheduler(config.getName(), BatchPolicy.of(config), instances, counters);
    }

    private OnnxInstance instance(ModelConfig config, Path file) {
        try (OrtSession.SessionOptions options = settings.of(config).options()) {
            OrtSession session = NativeLibraries.environment().createSession(file.toString(), options);
            List<String> findings = OnnxSignature.check(config, session);
            if (!findings.isEmpty()) {
                session.close();
                throw new LoadException(String.join("; ", findings));
            }
            return new OnnxInstance(config, session, slowdown);
        } catch (OrtException e) {
            throw new LoadException(
                    "onnx runtime cannot load '" + file + "' for model '" + config.getName() + "': "
                            + e.getMessage().strip(),
                    e);
        }
    }

    private static void backend(ModelConfig config) {
        if (!config.getBackend().equals("onnxruntime")) {
            throw new LoadException("model '" + config.getName() + "' is of backend '" + config.getBackend()
                    + "', this server runs 'onnxruntime' only");
        }
    }

    private static int instanceCount(ModelConfig config) {
        int count = 0;
        for (ModelInstanceGroup group : config.getInstanceGroupList()) {
            if (group.getKind() == Kind.KIND_GPU) {
                throw new LoadException("instance group " + group.getName() + " of model " + config.getName()
                        + " has kind KIND_GPU but server does not support GPUs");
            }
            count += group.getCount();
        }
        return count;
    }
}
