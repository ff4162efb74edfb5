package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.function.Function;

/**
 * With how many steps diffusers makes a run of noise that begins at a σ of 4096. With too many, timesteps in whole numbers begin with the
 * last one twice. diffusers looks its first timestep up in the list, takes the second of two that are alike, and goes beyond the end: the
 * run ends in an error, whatever the model and the order. With a picture it is told where to begin, and looks nothing up.
 */
record StepsFromNoise(Function<RunSettings, Sampler> constructor, RunSettings run) {

    /**
     * @throws UndrawableException if the run's steps are too many, with the most that are not
     */
    void check() {
        if (!run.beginning().ofPicture() && beginsTwice(run.steps())) {
            int last = run.config().trainTimesteps() - 1;
            throw new UndrawableException(new Obstacle.StepsFromNoise(last, most(), run.steps()));
        }
    }

    /** The original programs have no list to look timesteps up in. */
    private boolean beginsTwice(int steps) {
        if (run.original()) {
            return false;
        }
        Sampler sampler = constructor.apply(run.ofSteps(steps));
        return sampler.calls() > 1 && sampler.timestep(0) == sampler.timestep(1);
    }

    /** The more steps, the nearer the first two are to each other; a single one has none beside it. */
    private int most() {
        int most = 1;
        int tooMany = run.steps();
        while (tooMany - most > 1) {
            int between = (most + tooMany) / 2;
            if (beginsTwice(between)) {
                tooMany = between;
            } else {
                most = between;
            }
        }
        return most;
    }
}
