package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.pipeline.ModelFamily;
import dev.diffract.repository.pipeline.PipelineNumbers;
import dev.diffract.repository.pipeline.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison with FP16 has beyond one of graphs of the same type: a bound that allows for rounding, and inputs as large
 * as in use, because FP16 loses what is small beside what is large.
 */
public final class HalfCheck {

    private final ErrorBound bound;
    private final ModelFamily family;
    private final PipelineNumbers numbers;
    private final Optional<Samples> textStates;

    /**
     * @param family of the model
     * @param numbers of the model
     */
    public HalfCheck(ErrorBound bound, ModelFamily family, PipelineNumbers numbers) {
        this(bound, family, numbers, Optional.empty());
    }

    private HalfCheck(ErrorBound bound, ModelFamily family, PipelineNumbers numbers, Optional<Samples> textStates) {
        this.bound = bound;
        this.family = family;
        this.numbers = numbers;
        this.textStates = textStates;
    }

    /**
     * The same with text states that this model's own encoder gives, for its UNet.
     *
     * @param encoder the original
     * @param check the encoder's own
     * @throws CheckException if the encoder does not run
     */
    public HalfCheck withTextStates(OnnxModel encoder, ConversionCheck check) {
        List<Samples> samples = check.samples();
        List<Tensor> states = new ArrayList<>();
        try (OnnxRun run = new OnnxRun(encoder.file())) {
            for (int sample = 0; sample < ConversionCheck.SAMPLES; sample++) {
                Map<String, Tensor> outputs = run.run(check.originalInputs(samples, sample));
                states.add(ConversionCheck.row(
                        outputs.get(family.textEncoder().lastStates().name()), 0));
            }
        }
        Samples taken = Samples.of(family.unet().textStates().name(), states);
        return new HalfCheck(bound, family, numbers, Optional.of(taken));
    }

    ErrorBound bound() {
        return bound;
    }

    /** Values for an input of the given shape; empty if any will do. */
    Optional<Samples> samples(ServedTensor input, int count, long[] shape) {
        if (input.name().equals(family.vaeDecoder().latent().name())) {
            // Latents have deviation 1 before they are divided.
            return Optional.of(Samples.normal(input.name(), count, shape).times(1 / numbers.scalingFactor()));
        }
        TensorSpec pixels = family.vaeEncoder().pixels();
        if (input.name().equals(pixels.name())
                && input.dims().get(0).equals(pixels.dims(numbers).get(0))) {
            return Optional.of(Samples.normal(input.name(), count, shape).within(1));
        }
        return textStates
                .filter(states -> states.name().equals(input.name()))
                .filter(states -> Arrays.equals(states.shape(), shape));
    }
}
