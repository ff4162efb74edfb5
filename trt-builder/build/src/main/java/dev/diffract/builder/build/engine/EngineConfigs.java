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
import dev.diffract.repository.proto.ModelQueuePolicy;
import dev.diffract.repository.proto.ModelWarmup;
import java.util.List;
import java.util.stream.IntStream;

/** What Triton is told about an engine. */
final class EngineConfigs {

    static final String PLAN_FILE = "model.plan";

    /** Requests that wait for one model; beyond that the server says at once that it is full, and the frontend asks another slice. */
    private static final int LONGEST_QUEUE = 64;

    /** Only with a default can a request bring a deadline of its own, and only a shorter one. */
    private static final long LONGEST_WAIT_MICROS = 60_000_000;

    /** How long a batch of the UNet stays open, as a share of a step's time, so that pictures that are drawn together meet again. */
    private static final double OPEN_SHARE = 0.05;

    private static final long UNMEASURED_DELAY_MICROS = 1000;
    private static final String ALLOCATION = "execution_context_allocation_strategy";

    private EngineConfigs() {}

    /**
     * @param stepMillis measured time of an execution at the tuned batch; 0 if not measured
     */
    static ModelConfig of(ConvertedModel model, EngineShapes shapes, double stepMillis) {
        int profiles = shapes.profiles().size();
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setPlatform("tensorrt_plan")
                .setBackend("tensorrt")
                .setDefaultModelFilename(PLAN_FILE)
                .setMaxBatchSize(shapes.maxBatch())
                .setDynamicBatching(batching(model.role(), stepMillis))
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

    private static ModelDynamicBatching batching(ModelRole role, double stepMillis) {
        long delay = role != ModelRole.UNET
                ? 0
                : stepMillis > 0 ? Math.round(stepMillis * 1000 * OPEN_SHARE) : UNMEASURED_DELAY_MICROS;
        return ModelDynamicBatching.newBuilder()
                .setMaxQueueDelayMicroseconds(delay)
                .setDefaultQueuePolicy(ModelQueuePolicy.newBuilder()
                        .setTimeoutAction(ModelQueuePolicy.TimeoutAction.REJECT)
                        .setDefaultTimeoutMicroseconds(LONGEST_WAIT_MICROS)
                        .setAllowTimeoutOverride(true)
                        .setMaxQueueSize(LONGEST_QUEUE))
                .build();
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

    /** Every picture size once, at the tuned batch, and the largest batch: what is slow or does not fit shows before the model is ready. */
    private static List<ModelWarmup> warmUps(EngineShapes shapes) {
        List<Resolution> sizes = shapes.perResolution()
                ? shapes.resolutions()
                : shapes.resolutions().subList(0, 1);
        return sizes.stream()
                .flatMap(size -> IntStream.of(shapes.tunedBatch(), shapes.maxBatch())
                        .distinct()
                        .mapToObj(batch -> warmUp(shapes, size, batch)))
                .toList();
    }

    private static ModelWarmup warmUp(EngineShapes shapes, Resolution size, int batch) {
        ModelWarmup.Builder warmUp = ModelWarmup.newBuilder()
                .setName((shapes.perResolution() ? size + " " : "") + "batch of " + batch)
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
