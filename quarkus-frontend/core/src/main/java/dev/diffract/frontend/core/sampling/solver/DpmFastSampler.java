package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.Grids;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.kserve.FloatRow;
import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver-fast (Lu et al. 2022, appendix D.3): as many model calls as steps were asked for, in steps of third order as far as they
 * go, evenly in ln σ, as in k-diffusion. The grid says with how much noise a run begins, and for the rest of a run where it ends.
 */
final class DpmFastSampler implements Sampler {

    private final SigmaGrid grid;
    private final StepNoise noise;
    private final List<Call> calls;

    DpmFastSampler(RunSettings run) {
        grid = SigmaGrid.ofPoints(run.onOriginalGrid());
        noise = run.stepNoise();
        calls = calls(run.start() == 0 ? run.steps() : grid.steps(), run.eta(1));
    }

    /**
     * A model call.
     *
     * @param part of the step, from 0
     * @param up deviation of the noise that is added after the step
     */
    private record Call(DpmStep step, int part, float up) {
        float sigma() {
            return step.sigma(part);
        }

        boolean endsStep() {
            return part == step.order() - 1;
        }
    }

    private List<Call> calls(int count, float eta) {
        AncestralTime end = AncestralTime.of(grid);
        float[] times = Grids.linspace(end.start(), end.end(), count / 3 + 2);
        List<Call> made = new ArrayList<>();
        for (int i = 0; made.size() < count; i++) {
            AncestralTime.Step step = end.step(times[i], times[i + 1], eta);
            DpmStep solved = new DpmStep(times[i], step.down(), order(count, i));
            for (int part = 0; part < solved.order(); part++) {
                made.add(new Call(solved, part, step.up()));
            }
        }
        return List.copyOf(made);
    }

    /** What does not come out in threes is left for the end; where it does, the last three calls are steps of second and first order. */
    private static int order(int calls, int step) {
        int left = calls - 3 * step;
        if (calls % 3 != 0) {
            return Math.min(3, left);
        }
        return left > 3 ? 3 : left == 3 ? 2 : 1;
    }

    @Override
    public int calls() {
        return calls.size();
    }

    @Override
    public float timestep(int call) {
        return grid.timestepOf(calls.get(call).sigma());
    }

    @Override
    public float initialScale() {
        return grid.initialScale();
    }

    @Override
    public FloatRow modelInput(SamplerState state) {
        return grid.scaled(state.latents(), calls.get(state.call()).sigma());
    }

    @Override
    public float[] noised(float[] picture, float[] unit, int call) {
        return Latents.along(
                picture, unit, call == 0 ? grid.sigma(0) : calls.get(call).sigma());
    }

    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        Call call = calls.get(state.call());
        float[] found = Latents.slope(state.latents(), picture(state, output), call.sigma());
        float[] beginning = call.part == 0 ? state.latents() : state.history().get(0);
        float[] first = call.part == 0 ? found : state.history().get(1);
        if (!call.endsStep()) {
            return state.next(call.step.latents(call.part + 1, beginning, first, found), beginning, first);
        }
        float[] next = call.step.end(beginning, first, found);
        return call.up == 0 ? state.next(next) : state.next(next, call.up, noise.draw(state));
    }

    @Override
    public float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.latents(), output, calls.get(state.call()).sigma());
    }
}
