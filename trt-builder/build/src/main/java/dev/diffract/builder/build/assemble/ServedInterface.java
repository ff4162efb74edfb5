package dev.diffract.builder.build.assemble;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.builder.graphs.onnx.WholeTimes;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.pipeline.Axis;
import dev.diffract.repository.pipeline.ModelInterface;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a served model takes and gives, per sample. On ONNX Runtime, floating point numbers are FP32. */
public record ServedInterface(List<ServedTensor> inputs, List<ServedTensor> outputs) {

    public ServedInterface {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * The interface of a component, in whose graph sizes may be fixed, and whose times may have to be whole numbers.
     *
     * @param source the graph as exported
     * @param roles that are served
     */
    static ServedInterface of(ModelRole role, OnnxModel source, Pipeline pipeline, Collection<ModelRole> roles) {
        PipelineNumbers numbers = pipeline.numbers();
        ModelInterface served = pipeline.family().served(role, pipeline.clipSkips(), roles);
        Map<Axis, Long> fixed = fixed(served.inputs(), source.signature(), numbers.vaeScale());
        return new ServedInterface(
                served.inputs().stream()
                        .map(spec -> tensor(spec, type(spec, source), numbers, fixed))
                        .toList(),
                served.outputs().stream()
                        .map(spec -> tensor(spec, spec.type(), numbers, fixed))
                        .toList());
    }

    /** The interface of a model that the builder makes itself. */
    static ServedInterface generated(ModelRole role, Pipeline pipeline, Collection<ModelRole> roles) {
        ModelInterface served = pipeline.family().served(role, pipeline.clipSkips(), roles);
        return new ServedInterface(
                served(served.inputs(), pipeline.numbers()), served(served.outputs(), pipeline.numbers()));
    }

    /** From latents to bytes: the decoder's input, and what the members after it give. */
    static ServedInterface decodeImage(Pipeline pipeline, Map<ModelRole, ServedForm> members) {
        List<ServedTensor> given = members.get(ModelRole.IMAGE_POST).served().outputs();
        return new ServedInterface(
                members.get(ModelRole.VAE_DECODER).served().inputs(),
                generated(ModelRole.DECODE_IMAGE, pipeline, members.keySet()).outputs().stream()
                        .map(output -> find(given, output.name()).orElse(output))
                        .toList());
    }

    private static List<ServedTensor> served(List<TensorSpec> specs, PipelineNumbers numbers) {
        return specs.stream().map(spec -> ServedTensor.of(spec, numbers)).toList();
    }

    private static Optional<ServedTensor> find(List<ServedTensor> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** A time has its fraction, unless the graph cannot do with one. */
    private static TensorType type(TensorSpec spec, OnnxModel source) {
        boolean whole =
                spec.scalar() && WholeTimes.neededBy(source, spec.name()).isPresent();
        return whole ? TensorType.INT64 : spec.type();
    }

    private static ServedTensor tensor(
            TensorSpec spec, TensorType type, PipelineNumbers numbers, Map<Axis, Long> fixed) {
        List<Long> dims = spec.axes().stream()
                .map(axis -> fixed.getOrDefault(axis, axis.length(numbers)))
                .toList();
        return new ServedTensor(spec.name(), type, dims, spec.scalar());
    }

    /** Lengths that the graph's inputs fix and that others do not, and the pictures' where the latents' are, and back. */
    private static Map<Axis, Long> fixed(List<TensorSpec> inputs, Signature source, int vaeScale) {
        Map<Axis, Long> fixed = new EnumMap<>(Axis.class);
        for (TensorSpec spec : inputs) {
            TensorInfo input = source.input(spec.name()).orElseThrow();
            IntStream.range(0, spec.axes().size())
                    .filter(i -> spec.axes().get(i).open() && input.dim(i + 1) != TensorInfo.DYNAMIC)
                    .forEach(i -> fixed.put(spec.axes().get(i), input.dim(i + 1)));
        }
        Map<Axis, Axis> sides = Map.of(Axis.LATENT_HEIGHT, Axis.HEIGHT, Axis.LATENT_WIDTH, Axis.WIDTH);
        sides.forEach((latent, picture) -> {
            if (fixed.containsKey(latent)) {
                fixed.put(picture, fixed.get(latent) * vaeScale);
            } else if (fixed.containsKey(picture)) {
                fixed.put(latent, Math.round((double) fixed.get(picture) / vaeScale));
            }
        });
        return fixed;
    }
}
