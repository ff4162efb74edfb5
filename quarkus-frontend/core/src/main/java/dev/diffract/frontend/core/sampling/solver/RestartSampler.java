package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.Grids.sqrt;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.frontend.core.sampling.schedule.SigmaSpread;
import dev.diffract.repository.kserve.FloatRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Restart (Xu et al. 2023): Heun's method, and near the end back up to much noise and down again, with the intervals that
 * AUTOMATIC1111 uses. A run takes about as many steps as were asked for: from 20 on the restart is paid for with steps of
 * the first way down.
 */
final class RestartSampler implements Sampler {

    private static final int LEAST_STEPS = 20;
    private static final int STEPS_FOR_TWO = 36;
    private static final float LOW = 0.1f;
    private static final float HIGH = 2;

    private final SigmaGrid grid;
    private final StepNoise noise;
    private final List<Call> calls;

    RestartSampler(RunSettings run) {
        grid = SigmaGrid.ofPoints(run);
        noise = run.stepNoise();
        calls = calls(steps(grid));
    }

    /** A step between two σ. */
    private record Step(float from, float to) {}

    /** Which part of a step a call makes: down to 0 Euler's step is enough. */
    private enum Part {
        WHOLE,
        BEGIN,
        END
    }

    /**
     * A model call.
     *
     * @param up σ of the noise that is added after it
     */
    private record Call(Step step, Part part, float up) {
        float sigma() {
            return part == Part.END ? step.to : step.from;
        }
    }

    private static List<Step> steps(SigmaGrid grid) {
        float[] way = new float[grid.steps() + 1];
        for (int i = 0; i < way.length; i++) {
            way[i] = grid.sigma(i);
        }
        if (grid.steps() < LEAST_STEPS) {
            return way(way);
        }
        int times = grid.steps() >= STEPS_FOR_TWO ? 2 : 1;
        int length = grid.steps() >= STEPS_FOR_TWO ? grid.steps() / 4 : 9;
        float[] shorter = karras(way[0], way[grid.steps() - 1], grid.steps() - length * times, 1);
        List<Step> steps = way(shorter);
        int low = nearest(shorter, LOW);
        int high = nearest(shorter, HIGH);
        if (high < low) {
            List<Step> restart = way(karras(shorter[high], shorter[low], length + 1, 0));
            for (int i = 0; i < times; i++) {
                steps.addAll(low, restart);
            }
        }
        return steps;
    }

    private static float[] karras(float high, float low, int steps, int zeros) {
        double[] spread = SigmaSpread.karras(high, low, steps);
        float[] sigmas = new float[steps + zeros];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = (float) spread[i];
        }
        return sigmas;
    }

    private static List<Step> way(float[] sigmas) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 1 < sigmas.length; i++) {
            steps.add(new Step(sigmas[i], sigmas[i + 1]));
        }
        return steps;
    }

    private static int nearest(float[] sigmas, float wanted) {
        int nearest = 0;
        for (int i = 1; i < sigmas.length; i++) {
            if (Math.abs(sigmas[i] - wanted) < Math.abs(sigmas[nearest] - wanted)) {
                nearest = i;
            }
        }
        return nearest;
    }

    private static List<Call> calls(List<Step> steps) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            float next = i + 1 < steps.size() ? steps.get(i + 1).from : step.to;
            float up = next > step.to ? sqrt(next * next - step.to * step.to) : 0;
            if (step.to == 0) {
                calls.add(new Call(step, Part.WHOLE, up));
            } else {
                calls.add(new Call(step, Part.BEGIN, 0));
                calls.add(new Call(step, Part.END, up));
            }
        }
        return List.copyOf(calls);
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
        return Latents.along(picture, unit, calls.get(call).sigma());
    }

    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        Call call = calls.get(state.call());
        float[] picture = picture(state, output);
        float[] slope = Latents.slope(state.latents(), picture, call.sigma());
        float distance = call.step.to - call.step.from;
        float[] from = state.latents();
        if (call.part == Part.BEGIN) {
            return state.next(Latents.along(from, slope, distance), from, slope);
        }
        if (call.part == Part.END) {
            from = state.history().get(0);
            slope = Latents.mean(state.history().get(1), slope);
        }
        float[] next = Latents.along(from, slope, distance);
        return call.up == 0 ? state.next(next) : state.next(next, call.up, noise.draw(state));
    }

    @Override
    public float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.latents(), output, calls.get(state.call()).sigma());
    }
}
