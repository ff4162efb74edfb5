package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.expm1;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.schedule.LogSnrGrid;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.frontend.core.sampling.schedule.SolverType;
import java.util.ArrayList;
import java.util.List;

/**
 * UniPC on the picture, of second order unless the request or the configuration says otherwise (Zhao et al. 2023): every call first corrects the step
 * before with its output, then predicts the next. The history is the corrected latents of the step before and the pictures
 * before, latest first.
 */
final class UniPcSampler extends LogSnrSampler {

    private final int highest;
    private final boolean bh1;

    UniPcSampler(RunSettings run) {
        super(
                run.original()
                        ? LogSnrGrid.cuttingTimes(SigmaGrid.ofTimes(run))
                        : new LogSnrGrid(SigmaGrid.ofIntervals(run, run.finalSigma(), false)));
        highest = run.solver().order().orElseGet(run::orderOfConfig);
        bh1 = run.solver()
                .type()
                .or(() -> run.config().solver().type().flatMap(SolverType::find))
                .filter(SolverType.BH1::equals)
                .isPresent();
    }

    @Override
    SamplerState step(SamplerState state, int step, float[] picture) {
        float[] latents = step == 0 ? state.latents() : corrected(state, step, picture);
        List<float[]> pictures = new ArrayList<>(List.of(picture));
        if (step > 0) {
            pictures.addAll(state.history().subList(1, state.history().size()));
        }
        float[] next = predicted(step, latents, pictures);
        List<float[]> history = new ArrayList<>(List.of(latents));
        history.addAll(pictures.subList(0, Math.min(pictures.size(), highest)));
        return state.next(next, history);
    }

    /** The first and the last steps are of lower orders. */
    private int order(int step) {
        return Math.min(highest, Math.min(step + 1, grid.steps() - step));
    }

    /** @param pictures that of the step and those before, latest first */
    private float[] predicted(int step, float[] latents, List<float[]> pictures) {
        UniPcWeights weights = weights(step);
        float[] next = weights.firstOrder(latents, pictures.get(0));
        float[] shares = weights.predictor();
        for (int i = 0; i < shares.length; i++) {
            float[] slope = slope(pictures.get(0), pictures.get(i + 1), weights.ratio(i));
            next = Latents.along(next, slope, -(weights.scale() * shares[i]));
        }
        return next;
    }

    private float[] corrected(SamplerState state, int step, float[] picture) {
        UniPcWeights weights = weights(step - 1);
        List<float[]> pictures = state.history().subList(1, state.history().size());
        float[] before = pictures.get(0);
        float[] shares = weights.corrector();
        float[] change = Latents.difference(shares[shares.length - 1], picture, shares[shares.length - 1], before);
        for (int i = 0; i + 1 < shares.length; i++) {
            change = Latents.along(change, slope(before, pictures.get(i + 1), weights.ratio(i)), shares[i]);
        }
        return Latents.along(weights.firstOrder(state.history().get(0), before), change, -weights.scale());
    }

    /** The change of the picture over a step, from that over an earlier stretch. */
    private static float[] slope(float[] later, float[] earlier, float ratio) {
        float[] slope = new float[later.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (earlier[i] - later[i]) / ratio;
        }
        return slope;
    }

    private UniPcWeights weights(int step) {
        float h = -grid.distance(step);
        float phi = expm1(h);
        float[] ratios = new float[order(step) - 1];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (grid.logSnr(step - 1 - i) - grid.logSnr(step)) / grid.distance(step);
        }
        float basis = bh1 ? h : phi;
        return new UniPcWeights(
                grid.sigma(step + 1) / grid.sigma(step),
                grid.alpha(step + 1) * phi,
                grid.alpha(step + 1) * basis,
                ratios,
                UniPcWeights.sides(h, phi, basis, ratios.length + 1));
    }
}
