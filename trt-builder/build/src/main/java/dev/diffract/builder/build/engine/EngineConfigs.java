package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelOptimizationPolicy;
import dev.diffract.repository.proto.ModelOptimizationPolicy.Cuda;
import dev.diffract.repository.proto.ModelParameter;
import dev.diffract.repository.proto.ModelWarmup;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What Triton is told about an engine. */
final class EngineConfigs {

    static final String ENGINE_FILE = "model.plan";

    private static final String ALLOCATION = "execution_context_allocation_strategy";

    private EngineConfigs() {}

    /**
     * Batching has no settings. With a limit, a deadline or priorities for what waits, an instance that becomes free does not wake the batcher, which
     * then sleeps up to half a second beside waiting work; and a delay closes batches that could go on growing while the instance is busy.
     */
    static ModelConfig of(ConvertedModel model, EngineShapes shapes) {
        int profiles = shapes.profiles().size();
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setPlatform("tensorrt_plan")
                .setBackend("tensorrt")
                .setDefaultModelFilename(ENGINE_FILE)
                .setMaxBatchSize(shapes.maxBatch())
                .setDynamicBatching(ModelDynamicBatching.getDefaultInstance())
                .addInstanceGroup(instances(model.name(), profiles));
        if (profiles > 1) {
            // Otherwise every context is as large as that of the largest picture.
            config.putParameters(
                    ALLOCATION,
                    ModelParameter.newBuilder()
                            .setStringValue("ON_PROFILE_CHANGE")
                            .build());
        }
        if (model.role() == ModelRole.UNET || model.role() == ModelRole.TEXT_ENCODER) {
            config.setOptimization(graphs(shapes));
        }
        warmUps(shapes).forEach(config::addModelWarmup);
        return config.build();
    }

    private static ModelInstanceGroup instances(String name, int profiles) {
        ModelInstanceGroup.Builder group =
                ModelInstanceGroup.newBuilder().setName(name).setCount(1).setKind(ModelInstanceGroup.Kind.KIND_GPU);
        if (profiles > 1) {
            IntStream.range(0, profiles).mapToObj(String::valueOf).forEach(group::addProfile);
        }
        return group.build();
    }

    /** A graph is captured for every shape profile, with its tuned shapes, at each of these batches. */
    private static ModelOptimizationPolicy graphs(EngineShapes shapes) {
        Cuda.Builder cuda = Cuda.newBuilder().setGraphs(true);
        shapes.usualBatches()
                .forEach(batch -> cuda.addGraphSpec(Cuda.GraphSpec.newBuilder().setBatchSize(batch)));
        return ModelOptimizationPolicy.newBuilder().setCuda(cuda).build();
    }

    /** Every shape profile's tuned size at the tuned batch and its largest at the largest batch: what is slow or does not fit shows before the model is ready. */
    private static List<ModelWarmup> warmUps(EngineShapes shapes) {
        return shapes.sizes().stream()
                .flatMap(size -> Stream.of(
                                warmUp(shapes, size.tuned(), shapes.tunedBatch()),
                                warmUp(shapes, size.largest(), shapes.maxBatch()))
                        .distinct())
                .toList();
    }

    private static ModelWarmup warmUp(EngineShapes shapes, Resolution size, int batch) {
        ModelWarmup.Builder warmUp = ModelWarmup.newBuilder()
                .setName((shapes.perSize() ? size + " " : "") + "batch of " + batch)
                .setBatchSize(batch);
        for (ServedTensor input : shapes.served().inputs()) {
            warmUp.putInputs(
                    input.name(),
                    ModelWarmup.Input.newBuilder()
                            .setDataType(input.type().configType())
                            .addAllDims(shapes.tunedDims(input, size))
                            .setZeroData(true)
                            .build());
        }
        return warmUp.build();
    }
}
