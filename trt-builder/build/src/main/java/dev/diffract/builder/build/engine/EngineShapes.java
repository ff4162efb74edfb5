package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.nvidia.tensorrt.Dims;
import dev.diffract.builder.nvidia.tensorrt.ShapeProfile;
import dev.diffract.builder.nvidia.tensorrt.ShapeRange;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes an engine takes. One shape profile per tuned picture size, in which the batch (and, for the UNet, the length of the text) is all that varies;
 * sizes of a range share one more, which costs memory for the largest of them and is slower for each. Every input has the batch first, so that none of them limits it: a server takes the
 * smallest largest first dimension for the engine's.
 *
 * @param role what the model is for
 * @param served its interface, in which sizes may be open
 * @param resolutions the picture sizes
 * @param numbers of the model
 * @param maxBatch samples at once
 */
public record EngineShapes(
        ModelRole role, ServedInterface served, Resolutions resolutions, PipelineNumbers numbers, int maxBatch) {

    /** Chunks of a prompt that the UNet takes: about 1,200 words. */
    static final int MAX_CHUNKS = 16;

    /** In the order of {@link #sizes()}. */
    public List<ShapeProfile> profiles() {
        return sizes().stream().map(this::profile).toList();
    }

    /** The sizes of each shape profile, tuned ones first; the first ones only if the model has nothing to do with pictures' sizes, or they are built in. */
    List<SizeProfile> sizes() {
        List<SizeProfile> all = SizeProfile.of(resolutions);
        return perSize() ? all : all.subList(0, 1);
    }

    /** Whether shapes differ between picture sizes. */
    boolean perSize() {
        return served.inputs().stream().anyMatch(input -> input.dims().size() == 3 && open(input));
    }

    /** The batch the engine is tuned for: the two samples of a step with guidance, or one picture. */
    int tunedBatch() {
        return switch (role) {
            case UNET, TEXT_ENCODER -> Math.min(2, maxBatch);
            case VAE_DECODER, VAE_ENCODER, IMAGE_POST, SAFETY_CHECKER, DECODE_IMAGE -> 1;
        };
    }

    /** The batches that callers really form: whole steps, so pairs with guidance, and single samples without. */
    List<Integer> usualBatches() {
        List<Integer> batches = new ArrayList<>(List.of(1));
        for (int batch = 2; batch <= maxBatch; batch += batch < 8 ? 2 : batch < 16 ? 4 : 8) {
            batches.add(batch);
        }
        if (!batches.contains(maxBatch)) {
            batches.add(maxBatch);
        }
        return List.copyOf(batches);
    }

    /** What a tensor of the interface is for one resolution, per sample: no dimension is open, the text is one chunk long. */
    List<Long> tunedDims(ServedTensor tensor, Resolution resolution) {
        return dims(tensor, resolution, 1);
    }

    private ShapeProfile profile(SizeProfile sizes) {
        Map<String, ShapeRange> inputs = new LinkedHashMap<>();
        for (ServedTensor input : served.inputs()) {
            inputs.put(
                    input.name(),
                    new ShapeRange(
                            batched(1, input, dims(input, sizes.smallest(), 1)),
                            batched(tunedBatch(), input, dims(input, sizes.tuned(), 1)),
                            batched(maxBatch, input, dims(input, sizes.largest(), MAX_CHUNKS))));
        }
        return new ShapeProfile(inputs);
    }

    private static Dims batched(int batch, ServedTensor tensor, List<Long> dims) {
        List<Long> all = new ArrayList<>(List.of((long) batch));
        if (!tensor.scalar()) {
            all.addAll(dims);
        }
        return new Dims(all);
    }

    private List<Long> dims(ServedTensor tensor, Resolution resolution, int chunks) {
        long text = (long) chunks * numbers.textLength();
        return tensor.dims().size() == 3
                ? PictureDims.fill(tensor.dims(), resolution, numbers.vaeScale())
                : tensor.dims().stream().map(dim -> dim < 0 ? text : dim).toList();
    }

    private static boolean open(ServedTensor tensor) {
        return tensor.dims().stream().anyMatch(dim -> dim < 0);
    }
}
