package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.BETA;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.EXPONENTIAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.KARRAS;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.KL_OPTIMAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.POLYEXPONENTIAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.UNIFORM;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs of models that predict the noise, with a schedule rescaled to zero terminal SNR, where they begin at its last timestep:
 * what is left of the picture there is divided by next to nothing. What becomes of them is what becomes of them in diffusers.
 */
final class NoSignalStart {

    /** Their classes of diffusers do not know of the rescaling, and draw with the schedule of the training. */
    private static final Set<String> AS_TRAINED = Set.of("PLMS", "LMS", "Heun", "DPM2", "DPM2 a", "DPM++ SDE", "DEIS");

    /** Fresh noise, or steps that are short at the beginning, bring their latents back; all others give a flat or burnt picture. */
    private static final Map<String, Set<SigmaSchedule>> DRAWN = Map.of(
            "Euler", EnumSet.of(KARRAS, EXPONENTIAL, POLYEXPONENTIAL, BETA),
            "Euler a", EnumSet.complementOf(EnumSet.of(KL_OPTIMAL)),
            "DPM++ 2M SDE", EnumSet.of(UNIFORM, EXPONENTIAL),
            "DPM++ 2M SDE Heun", EnumSet.of(UNIFORM, EXPONENTIAL));

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
        if (!run.endsInMeaninglessNoise()) {
            return constructor.apply(run);
        }
        int last = run.config().trainTimesteps() - 1;
        Optional<Sampler> rescaled = rescaled(constructor, run);
        if (rescaled.filter(NoSignalStart::hasSignal).isPresent()) {
            return rescaled.get();
        }
        if (AS_TRAINED.contains(name)) {
            return constructor.apply(run.asTrained());
        }
        return rescaled.filter(sampler -> DRAWN.getOrDefault(name, Set.of()).contains(run.schedule()))
                .orElseThrow(() -> new UndrawableException(new Obstacle.OnlyNoise(last)));
    }

    /** Asked of the σ, because timesteps may be cut to the one before the last. */
    private static boolean hasSignal(Sampler sampler) {
        float[] none = {0};
        float[] one = {1};
        return sampler.noised(none, one, 0)[0] < LEAST_SIGMA * sampler.noised(one, none, 0)[0];
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
