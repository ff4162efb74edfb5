package dev.diffract.builder.build.assemble;

import dev.diffract.repository.layout.EngineTarget;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelInstanceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Graphs on ONNX Runtime, on the CPU. */
public final class OnnxServing implements ServingRuntime {

    private final int maxBatch;

    /**
     * @param maxBatch samples per execution of the UNet
     */
    public OnnxServing(int maxBatch) {
        this.maxBatch = maxBatch;
    }

    @Override
    public String id() {
        return Manifest.ONNX;
    }

    @Override
    public String describe() {
        return "max-batch " + maxBatch;
    }

    @Override
    public Optional<EngineTarget> target() {
        return Optional.empty();
    }

    @Override
    public Map<ModelRole, ServedForm> serve(List<PlacedModel> models) throws IOException {
        Map<ModelRole, ServedForm> forms = new EnumMap<>(ModelRole.class);
        for (PlacedModel placed : models) {
            ConvertedModel model = placed.model();
            try (Stream<Path> files = Files.list(model.graph().getParent())) {
                for (Path file : files.toList()) {
                    Files.move(file, placed.version().resolve(file.getFileName()));
                }
            }
            forms.put(model.role(), new ServedForm(model.served(), config(model), List.of(), Optional.empty()));
        }
        return forms;
    }

    private ModelConfig config(ConvertedModel model) {
        return ModelConfig.newBuilder()
                .setPlatform("onnxruntime_onnx")
                .setBackend("onnxruntime")
                .setMaxBatchSize(maxBatch(model.role()))
                .setDefaultModelFilename(RepositoryWriter.GRAPH_FILE)
                .setDynamicBatching(
                        ModelDynamicBatching
                                .getDefaultInstance()) // frontends send whole batches: nothing is to be waited for
                .addInstanceGroup(ModelInstanceGroup.newBuilder()
                        .setName(model.name())
                        .setCount(1)
                        .setKind(ModelInstanceGroup.Kind.KIND_CPU))
                .build();
    }

    private int maxBatch(ModelRole role) {
        return switch (role) {
            case UNET -> maxBatch;
            case TEXT_ENCODER -> 8;
            // Whole pictures: a larger batch of them costs memory and saves no time.
            case VAE_DECODER, VAE_ENCODER, IMAGE_POST, SAFETY_CHECKER, DECODE_IMAGE -> 4;
        };
    }
}
