package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs of models that predict the noise, with a schedule rescaled to zero terminal SNR, where they begin at its last timestep: the
 * picture's estimate there is what is left of the latents when the noise is taken away, divided by a signal of next to nothing, so that
 * the model's error in the noise counts thousands of times. What becomes of them is what becomes of them in diffusers: a class divides by the
 * signal itself, which is zero, and gets no numbers; or it takes a σ of 4096 for the infinite one, and a picture comes, which is burnt where the next
 * σ is far below. {@code tests/parity/record_zero_snr.py} records it. On the
 * original grid AUTOMATIC1111 draws with every sampler, from a σ of 4518.76, whatever comes of it.
 */
final class NoSignalStart {

    /** Their classes of diffusers do not know of the rescaling, and draw with the schedule of the training. */
    private static final Set<String> AS_TRAINED = Set.of("PLMS", "LMS", "Heun", "DPM2", "DPM2 a", "DPM++ SDE", "DEIS");

    /** Their classes of diffusers take 4096; all others divide by zero, or are not of diffusers. */
    private static final Set<String> FROM_A_LARGE_SIGMA =
            Set.of("Euler", "Euler a", "DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "UniPC");

    /** What stands for an infinite σ is 4096, and the σ before it about half of that. */
    private static final float LEAST_SIGMA = 4095;

    private NoSignalStart() {}

    /**
     * The sampler of any run.
     *
     * @param name of the kind of sampler
     * @throws UndrawableException if diffusers draws no picture there either
     */
    static Sampler sampler(String name, Function<RunSettings, Sampler> constructor, RunSettings run) {
        if (SamplerFactory.ALWAYS_ORIGINAL.contains(name) || run.original() || !run.endsInMeaninglessNoise()) {
            return constructor.apply(run);
        }
        boolean beginsWithSignal = rescaled(constructor, run.whole())
                .filter(NoSignalStart::hasSignal)
                .isPresent();
        if (AS_TRAINED.contains(name) && !beginsWithSignal) { // what begins with a picture is the rest of such a run
            return constructor.apply(run.asTrained());
        }
        Optional<Sampler> rescaled = rescaled(constructor, run);
        if (rescaled.filter(NoSignalStart::hasSignal).isPresent()) {
            if (!beginsWithSignal && FROM_A_LARGE_SIGMA.contains(name)) {
                new StepsFromNoise(name, constructor, run).check();
            }
            return rescaled.get();
        }
        int last = run.config().trainTimesteps() - 1;
        Sampler drawn = rescaled.filter(sampler -> FROM_A_LARGE_SIGMA.contains(name) && Float.isFinite(sigma(sampler)))
                .orElseThrow(() -> new UndrawableException(new Obstacle.OnlyNoise(last)));
        new StepsFromNoise(name, constructor, run).check();
        return drawn;
    }

    private static boolean hasSignal(Sampler sampler) {
        return sigma(sampler) < LEAST_SIGMA;
    }

    /** Asked of the sampler, because timesteps may be cut to the one before the last. Not a number where the logarithm of no signal counts. */
    private static float sigma(Sampler sampler) {
        float[] none = {0};
        float[] one = {1};
        return sampler.noised(none, one, 0)[0] / sampler.noised(one, none, 0)[0];
    }

    /** Empty if the sampler itself knows that it cannot begin there. */
    private static Optional<Sampler> rescaled(Function<RunSettings, Sampler> constructor, RunSettings run) {
        try {
            return Optional.of(constructor.apply(run));
        } catch (UndrawableException e) {
            if (e.obstacle() instanceof Obstacle.OnlyNoise || e.obstacle() instanceof Obstacle.NoSignal) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
