package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.GraphHabits;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.TensorInfo;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A converted graph against its original on the same inputs: the converted one computes several different samples in one
 * batch, and one alone; the original computes each by itself. So a converted graph that mixes samples up does not pass.
 */
public final class ConversionCheck {

    /** Samples of the batch, each different. */
    static final int SAMPLES = 3;

    private static final int[] ALL = IntStream.range(0, SAMPLES).toArray();
    private final Signature original;
    private final List<ServedTensor> inputs;
    private final List<ServedTensor> outputs;
    private final CheckSizes sizes;
    private final Optional<HalfCheck> half;

    /**
     * For a graph that computes in its original's types.
     *
     * @param original what the source takes and gives
     * @param inputs what the converted graph takes
     * @param outputs what the converted graph gives
     */
    public ConversionCheck(
            Signature original, List<ServedTensor> inputs, List<ServedTensor> outputs, CheckSizes sizes) {
        this(original, inputs, outputs, sizes, Optional.empty());
    }

    private ConversionCheck(
            Signature original,
            List<ServedTensor> inputs,
            List<ServedTensor> outputs,
            CheckSizes sizes,
            Optional<HalfCheck> half) {
        this.original = original;
        this.inputs = inputs;
        this.outputs = outputs;
        this.sizes = sizes;
        this.half = half;
    }

    /** The same check for a graph that was converted to FP16. */
    public ConversionCheck inHalf(HalfCheck check) {
        return new ConversionCheck(original, inputs, outputs, sizes, Optional.of(check));
    }

    /**
     * @throws CheckException if a graph does not run, or the results differ by more than the bound
     */
    public NumericCheck compare(OnnxModel source, Path converted) {
        return compare(source.file(), UnaryOperator.identity(), converted);
    }

    /**
     * @param original the source, perhaps with more outputs
     * @param expectation makes of the original's outputs those that the converted graph should have
     */
    NumericCheck compare(Path original, UnaryOperator<Map<String, Tensor>> expectation, Path converted) {
        List<Samples> samples = samples();
        List<Map<String, Tensor>> expected = new ArrayList<>();
        try (OnnxRun run = new OnnxRun(original)) {
            for (int sample : ALL) {
                expected.add(expectation.apply(run.run(originalInputs(samples, sample))));
            }
        }
        Comparison comparison = new Comparison(bound());
        try (OnnxRun run = open(converted)) {
            Map<String, Tensor> alone = run.run(servedInputs(samples, 0));
            Map<String, Tensor> together = together(run, samples);
            for (ServedTensor output : outputs) {
                for (int sample : ALL) {
                    comparison.add(
                            row(expected.get(sample).get(output.name()), 0), row(together.get(output.name()), sample));
                }
                comparison.add(row(expected.get(0).get(output.name()), 0), alone.get(output.name()));
            }
        }
        return comparison.result();
    }

    /** What runs with one sample and not with several was exported for one. */
    Map<String, Tensor> together(OnnxRun run, List<Samples> samples) {
        try {
            return run.run(servedInputs(samples));
        } catch (CheckException e) {
            throw new CheckException(
                    GraphHabits.fixedBatch("it computes one picture and not " + SAMPLES + " at once"), e);
        }
    }

    /** One per input. */
    List<Samples> samples() {
        return inputs.stream().map(this::samples).toList();
    }

    /** All samples in one batch. */
    List<Tensor> servedInputs(List<Samples> samples) {
        return servedInputs(samples, ALL);
    }

    private List<Tensor> servedInputs(List<Samples> samples, int... which) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> samples.get(i).batch(inputs.get(i).type(), which))
                .toList();
    }

    /** The original may have a batch of fixed size: then the sample is repeated to fill it. */
    List<Tensor> originalInputs(List<Samples> samples, int sample) {
        int batch = (int) Math.max(
                1,
                original.inputs().stream()
                        .filter(input ->
                                input.dims().filter(dims -> dims.size() > 1).isPresent())
                        .mapToLong(input -> input.dim(0))
                        .max()
                        .orElse(1));
        List<Tensor> tensors = new ArrayList<>();
        for (TensorInfo input : original.inputs()) {
            TensorType type = ElementTypes.of(input.elementType()).orElseThrow();
            tensors.add(samples.stream()
                    .filter(candidate -> candidate.name().equals(input.name()))
                    .findFirst()
                    .map(found -> originalInput(found, input, type, batch, sample))
                    .orElseGet(() -> unserved(input, type, batch)));
        }
        return tensors;
    }

    private Samples samples(ServedTensor input) {
        if (input.scalar()) {
            return Samples.timesteps(input.name(), SAMPLES);
        }
        long[] shape = sizes.fill(input);
        Optional<Samples> realistic = half.flatMap(check -> check.samples(input, SAMPLES, shape));
        if (realistic.isPresent()) {
            return realistic.get();
        }
        return input.type() == TensorType.INT32
                ? Samples.whole(input.name(), SAMPLES, sizes.vocabulary(), shape)
                : Samples.normal(input.name(), SAMPLES, shape);
    }

    /** The converted graph, so that its own types show. */
    OnnxRun open(Path converted) {
        return half.isPresent() ? OnnxRun.rounding(converted) : new OnnxRun(converted);
    }

    ErrorBound bound() {
        if (half.isPresent()) {
            return half.get().bound();
        }
        boolean halfIn = original.inputs().stream()
                .anyMatch(input -> input.elementType() == ElementTypes.number(TensorType.FP16));
        boolean halfOut = original.outputs().stream()
                .anyMatch(output -> output.elementType() == ElementTypes.number(TensorType.FP16));
        return halfIn || halfOut ? ErrorBound.SAME_IN_HALF : ErrorBound.SAME;
    }

    private static Tensor originalInput(Samples samples, TensorInfo input, TensorType type, int batch, int sample) {
        int rank = input.dims().map(List::size).orElse(1);
        if (rank == 0) {
            return samples.tensor(type, new long[0], sample);
        }
        int count = rank == 1 && input.dim(0) > 0 ? (int) input.dim(0) : batch;
        return samples.batch(type, IntStream.generate(() -> sample).limit(count).toArray());
    }

    /** An input that serving drops, as the pictures of a safety checker: any values do. */
    private static Tensor unserved(TensorInfo input, TensorType type, int batch) {
        long[] shape = input.dims().orElse(List.of()).stream()
                .mapToLong(Long::longValue)
                .toArray();
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == TensorInfo.DYNAMIC) {
                shape[axis] = axis == 0 ? batch : axis == shape.length - 1 ? 3 : 8;
            }
        }
        return Tensor.ofFloats(input.name(), type, shape, new float[Math.toIntExact(Tensor.elementCount(shape))]);
    }

    /** One sample of a batch, as a batch of one. */
    static Tensor row(Tensor batch, int sample) {
        long[] shape = batch.shape();
        int bytes = Math.toIntExact(batch.data().remaining() / shape[0]);
        shape[0] = 1;
        ByteBuffer data = batch.data().slice(sample * bytes, bytes);
        return Tensor.ofRaw(batch.name(), batch.type(), Arrays.copyOf(shape, shape.length), data);
    }
}
