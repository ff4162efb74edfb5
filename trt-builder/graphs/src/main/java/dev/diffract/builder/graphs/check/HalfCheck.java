package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.repository.kserve.Tensor;
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

    private static final String LATENT = "latent_sample";
    /** Latents of deviation 1 go into the decoder of Stable Diffusion 1 and 2 divided by it. */
    private static final double SCALING_FACTOR = 0.18215;

    private static final int PIXEL_CHANNELS = 3;

    private final ErrorBound bound;
    private final Optional<Samples> textStates;

    public HalfCheck(ErrorBound bound) {
        this(bound, Optional.empty());
    }

    private HalfCheck(ErrorBound bound, Optional<Samples> textStates) {
        this.bound = bound;
        this.textStates = textStates;
    }

    /**
     * The same with text states that this model's own encoder gives, for its UNet.
     *
     * @param encoder the original
     * @param check the encoder's own
     * @param given the encoder's output
     * @param taken the UNet's input
     * @throws CheckException if the encoder does not run
     */
    public HalfCheck withTextStates(OnnxModel encoder, ConversionCheck check, String given, String taken) {
        List<Samples> samples = check.samples();
        List<Tensor> states = new ArrayList<>();
        try (OnnxRun run = new OnnxRun(encoder.file())) {
            for (int sample = 0; sample < ConversionCheck.SAMPLES; sample++) {
                Map<String, Tensor> outputs = run.run(check.originalInputs(samples, sample));
                states.add(ConversionCheck.row(outputs.get(given), 0));
            }
        }
        return new HalfCheck(bound, Optional.of(Samples.of(taken, states)));
    }

    ErrorBound bound() {
        return bound;
    }

    /** Values for an input of the given shape; empty if any will do. */
    Optional<Samples> samples(ServedTensor input, int count, long[] shape) {
        if (input.name().equals(LATENT)) {
            return Optional.of(Samples.normal(input.name(), count, shape).times(1 / SCALING_FACTOR));
        }
        if (shape.length == 3 && shape[0] == PIXEL_CHANNELS && input.name().equals("sample")) {
            return Optional.of(Samples.normal(input.name(), count, shape).within(1));
        }
        return textStates
                .filter(states -> states.name().equals(input.name()))
                .filter(states -> Arrays.equals(states.shape(), shape));
    }
}
