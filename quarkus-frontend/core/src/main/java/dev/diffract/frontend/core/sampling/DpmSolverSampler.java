package dev.diffract.frontend.core.sampling;

import static dev.diffract.frontend.core.sampling.Grids.sqrt;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.Arrays;
import java.util.List;

/**
 * DPM-Solver++ of second order, multistep, midpoint (Lu et al. 2022), in the variance-preserving scale. The first step
 * and the last are of first order.
 */
final class DpmSolverSampler implements Sampler {

    private final int[] timesteps;
    private final float[] alphas;
    private final float[] sigmas;
    private final Prediction prediction;

    /**
     * @param karras whether σ are spaced as Karras et al. do, and not as the timesteps are
     */
    DpmSolverSampler(SchedulerConfig config, int steps, boolean karras) {
        NoiseSchedule schedule = NoiseSchedule.of(config);
        prediction = schedule.prediction();
        float[] ofTraining = schedule.sigmas();
        double[] chosen;
        if (karras) {
            chosen = KarrasSigmas.of(ofTraining, steps);
            double[] between = Arrays.stream(chosen)
                    .map(sigma -> KarrasSigmas.timestep(sigma, ofTraining))
                    .toArray();
            boolean cut = config.betaSchedule().equals("squaredcos_cap_v2");
            timesteps = cut ? Arrays.stream(between).mapToInt(t -> (int) t).toArray() : Grids.whole(between);
        } else {
            timesteps = spread(config, steps, schedule.trainTimesteps());
            chosen = Arrays.stream(timesteps)
                    .mapToDouble(t -> Grids.interpolate(t, ofTraining))
                    .toArray();
        }
        alphas = new float[steps + 1];
        sigmas = new float[steps + 1];
        for (int i = 0; i <= steps; i++) {
            float sigma = i == steps ? 0 : (float) chosen[i];
            alphas[i] = 1 / sqrt(sigma * sigma + 1);
            sigmas[i] = sigma * alphas[i];
        }
    }

    /** All spacings but trailing are those of one step more, without the last. */
    private static int[] spread(SchedulerConfig config, int steps, int trainTimesteps) {
        TimestepSpacing spacing =
                TimestepSpacing.ofConfigName(config.timestepSpacing().orElse("linspace"));
        int points = spacing == TimestepSpacing.TRAILING ? steps : steps + 1;
        return Arrays.copyOf(Grids.whole(spacing.spread(points, trainTimesteps, config.stepsOffset())), steps);
    }

    @Override
    public int calls() {
        return timesteps.length;
    }

    @Override
    public float timestep(int call) {
        return timesteps[call];
    }

    @Override
    public float initialScale() {
        return 1;
    }

    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        int call = state.call();
        float[] picture = picture(call, state.latents(), output);
        boolean firstOrder = call == 0 || call == calls() - 1;
        float latentsWeight = sigmas[call + 1] / sigmas[call];
        float pictureWeight = alphas[call + 1] * ((float) Math.exp(-(logSnr(call + 1) - logSnr(call))) - 1);
        float[] latents = state.latents();
        float[] next = new float[latents.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = latentsWeight * latents[i] - pictureWeight * picture[i];
        }
        if (!firstOrder) {
            addSecondOrder(next, call, pictureWeight, picture, state.history().get(0));
        }
        return state.next(next, List.of(picture));
    }

    private void addSecondOrder(float[] next, int call, float pictureWeight, float[] picture, float[] before) {
        float ratio = (logSnr(call) - logSnr(call - 1)) / (logSnr(call + 1) - logSnr(call));
        float inverse = 1 / ratio;
        float weight = 0.5f * pictureWeight;
        for (int i = 0; i < next.length; i++) {
            next[i] -= weight * (inverse * (picture[i] - before[i]));
        }
    }

    /** The model's estimate of the finished picture. */
    private float[] picture(int call, float[] latents, float[] output) {
        float alpha = alphas[call];
        float sigma = sigmas[call];
        float[] picture = new float[latents.length];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = prediction == Prediction.V
                    ? alpha * latents[i] - sigma * output[i]
                    : (latents[i] - sigma * output[i]) / alpha;
        }
        return picture;
    }

    /** λ = ln α − ln σ; infinite after the last step. */
    private float logSnr(int call) {
        return (float) Math.log(alphas[call]) - (float) Math.log(sigmas[call]);
    }
}
