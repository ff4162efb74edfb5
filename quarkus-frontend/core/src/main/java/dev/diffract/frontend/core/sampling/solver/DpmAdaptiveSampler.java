package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Latents;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.SamplerState;
import dev.diffract.frontend.core.sampling.StepNoise;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaGrid;
import dev.diffract.repository.kserve.FloatRow;
import java.util.List;

/**
 * DPM-Solver with steps of its own length (Lu et al. 2022, appendix C), of second and third order, as in k-diffusion with what
 * AUTOMATIC1111 leaves as it is there. A step whose two results lie too far apart is made again, shorter. Every step, taken or not, has
 * three calls; the number of steps that was asked for says how finely progress is told.
 */
final class DpmAdaptiveSampler implements Sampler {

    private static final int CALLS_OF_STEP = 3;
    private static final int MOST_CALLS = 999;
    private static final double FIRST_LENGTH = 0.05;
    private static final float NEARLY = 1e-5f;

    private final SigmaGrid grid;
    private final AncestralTime way;
    private final StepLength length;
    private final float eta;
    private final StepNoise noise;
    private final int parts;

    DpmAdaptiveSampler(RunSettings run) {
        grid = SigmaGrid.ofPoints(run.onOriginalGrid());
        way = AncestralTime.of(grid);
        eta = run.eta(1);
        length = new StepLength(eta == 0 ? 3 : 1.5);
        noise = run.stepNoise();
        parts = grid.steps();
    }

    private static int part(SamplerState state) {
        return state.call() % CALLS_OF_STEP;
    }

    /** Where the step begins that the state is in. */
    private float time(SamplerState state) {
        return state.numbers().isEmpty() ? way.start() : state.numbers().get(0).floatValue();
    }

    private static double tried(SamplerState state) {
        return state.numbers().isEmpty() ? FIRST_LENGTH : state.numbers().get(1);
    }

    /** Where the step leads, before fresh noise leads back to it. */
    private float next(SamplerState state) {
        return Math.min(way.end(), time(state) + (float) tried(state));
    }

    private DpmStep step(SamplerState state) {
        float down = way.step(time(state), next(state), eta).down();
        return new DpmStep(time(state), down, CALLS_OF_STEP);
    }

    private float sigma(SamplerState state) {
        return step(state).sigma(part(state));
    }

    /** How finely progress is told. */
    @Override
    public int calls() {
        return parts;
    }

    @Override
    public boolean knowsCalls() {
        return false;
    }

    @Override
    public int progress(SamplerState state) {
        float share = (time(state) - way.start()) / (way.end() - way.start());
        return isDone(state) ? parts : Math.max(0, Math.min(parts - 1, (int) (share * parts)));
    }

    @Override
    public boolean isDone(SamplerState state) {
        return !state.numbers().isEmpty() && part(state) == 0 && time(state) >= way.end() - NEARLY;
    }

    @Override
    public boolean isEndless(SamplerState state) {
        return state.call() >= MOST_CALLS && !isDone(state);
    }

    @Override
    public boolean takes(SamplerState state) {
        boolean begun = state.call() > 0;
        int kept = begun ? new int[] {1, 3, 4}[part(state)] : 0;
        return state.call() >= 0
                && state.call() < MOST_CALLS
                && state.numbers().size() == (begun ? 2 : 0)
                && state.numbers().stream().allMatch(Double::isFinite)
                && state.history().size() == kept
                && !isDone(state);
    }

    /** Of the first call; of others only their states tell. */
    @Override
    public float timestep(int call) {
        return grid.timestepOf(DpmSolverSinglestep.sigma(way.start()));
    }

    @Override
    public float timestep(SamplerState state) {
        return grid.timestepOf(sigma(state));
    }

    @Override
    public float initialScale() {
        return grid.initialScale();
    }

    @Override
    public FloatRow modelInput(SamplerState state) {
        return grid.scaled(state.latents(), sigma(state));
    }

    /** Of the first call; of others only their states tell. */
    @Override
    public float[] noised(float[] picture, float[] unit, int call) {
        return Latents.along(picture, unit, grid.sigma(0));
    }

    @Override
    public float[] noised(float[] picture, float[] unit, SamplerState state) {
        return Latents.along(picture, unit, sigma(state));
    }

    @Override
    public float[] picture(SamplerState state, float[] output) {
        return grid.picture(state.latents(), output, sigma(state));
    }

    /** The history is what the last step of lower order came to, then the latents at the step's beginning and the noise of its calls. */
    @Override
    public SamplerState advance(SamplerState state, float[] output) {
        int part = part(state);
        float[] found = Latents.slope(state.latents(), picture(state, output), sigma(state));
        float[] lower =
                state.history().isEmpty() ? state.latents() : state.history().get(0);
        if (part == 0) {
            float[] next = step(state).latents(1, state.latents(), found, found);
            return during(state, next, List.of(lower, state.latents(), found));
        }
        float[] beginning = state.history().get(1);
        float[] first = state.history().get(2);
        if (part == 1) {
            float[] next = step(state).latents(2, beginning, first, found);
            return during(state, next, List.of(lower, beginning, first, found));
        }
        return ended(state, lower, found);
    }

    private SamplerState during(SamplerState state, float[] latents, List<float[]> history) {
        List<Double> numbers = List.of((double) time(state), tried(state));
        return new SamplerState(state.call() + 1, latents, history, state.noise(), numbers);
    }

    private SamplerState ended(SamplerState state, float[] lower, float[] found) {
        float[] beginning = state.history().get(1);
        float[] first = state.history().get(2);
        float[] low = step(state).secondOrder(beginning, first, state.history().get(3));
        float[] high = step(state).end(beginning, first, found);
        StepLength.Verdict verdict = length.judge(low, high, lower, tried(state));
        int call = state.call() + 1;
        if (!verdict.taken()) {
            List<Double> numbers = List.of((double) time(state), verdict.next());
            return new SamplerState(call, beginning, List.of(lower), state.noise(), numbers);
        }
        List<Double> numbers = List.of((double) next(state), verdict.next());
        float up = way.step(time(state), next(state), eta).up();
        SamplerState taken = up == 0 ? state.next(high) : state.next(high, up, noise.draw(state));
        return new SamplerState(call, taken.latents(), List.of(low), taken.noise(), numbers);
    }
}
