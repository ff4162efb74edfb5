package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;

/**
 * The interface of an engine: FP16 where ONNX Runtime's has FP32, and the sizes of a picture filled in if there is only one to draw. One number per sample keeps its type: it
 * is a time, and samplers ask for times between two training steps, which FP16 would round.
 */
final class HalfInterface {

    private HalfInterface() {}

    /**
     * @param resolutions that are drawn; sizes stay open unless it is one
     * @param vaeScale pixels per latent
     */
    static ServedInterface of(ServedInterface portable, List<Resolution> resolutions, int vaeScale) {
        return new ServedInterface(
                portable.inputs().stream()
                        .map(tensor -> half(tensor, resolutions, vaeScale))
                        .toList(),
                portable.outputs().stream()
                        .map(tensor -> half(tensor, resolutions, vaeScale))
                        .toList());
    }

    private static ServedTensor half(ServedTensor tensor, List<Resolution> resolutions, int vaeScale) {
        TensorType type = tensor.type() == TensorType.FP32 && !tensor.scalar() ? TensorType.FP16 : tensor.type();
        List<Long> dims = resolutions.size() == 1 && tensor.dims().size() == 3
                ? PictureDims.fill(tensor.dims(), resolutions.get(0), vaeScale)
                : tensor.dims();
        return new ServedTensor(tensor.name(), type, dims, tensor.scalar());
    }
}
