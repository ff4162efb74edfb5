package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The interface of an engine: FP16 where ONNX Runtime's has FP32, and the sizes of a picture filled in if there is only one to draw. One number per sample keeps its type: it
 * is a time, and samplers ask for times between two training steps, which FP16 would round.
 */
final class HalfInterface {

    private HalfInterface() {}

    /**
     * @param only the one size that is drawn; empty if there are several, and sizes stay open
     * @param vaeScale pixels per latent
     */
    static ServedInterface of(ServedInterface portable, Optional<Resolution> only, int vaeScale) {
        return new ServedInterface(
                portable.inputs().stream()
                        .map(tensor -> half(tensor, only, vaeScale))
                        .toList(),
                portable.outputs().stream()
                        .map(tensor -> half(tensor, only, vaeScale))
                        .toList());
    }

    private static ServedTensor half(ServedTensor tensor, Optional<Resolution> only, int vaeScale) {
        TensorType type = tensor.type() == TensorType.FP32 && !tensor.scalar() ? TensorType.FP16 : tensor.type();
        List<Long> dims = only.isPresent() && tensor.dims().size() == 3
                ? PictureDims.fill(tensor.dims(), only.get(), vaeScale)
                : tensor.dims();
        return new ServedTensor(tensor.name(), type, dims, tensor.scalar());
    }
}
