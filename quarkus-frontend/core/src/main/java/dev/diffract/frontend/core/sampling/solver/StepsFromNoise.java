package dev.diffract.frontend.core.sampling.solver;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.function.Function;

/**
 * With how many steps diffusers draws a whole run that begins at a σ of 4096. With too many, timesteps in whole numbers begin with the last
 * one twice. diffusers looks its first timestep up in the list, takes the second of two that are alike, and goes beyond the end. With too
 * few, nothing is left of the run after the first estimate, and the picture is black.
 *
 * @param name of the kind of sampler
 */
record StepsFromNoise(String name, Function<RunSettings, Sampler> constructor, RunSettings run) {

    /** The first step makes the estimate that is off by thousands, the last one only ends the run: one between them has to mend it. */
    private static final int LEAST = 3;

    /** Steps of second order go further along the change from the first estimate, so that it takes two more where σ fall this fast. */
    private static final int LEAST_OF_SECOND_ORDER = 5;

    /** Which goes further than the midpoint, and these σ fall fastest. */
    private static final int LEAST_OF_HEUN_EXPONENTIAL = 6;

    /**
     * @throws UndrawableException if the run's steps are too many or too few, with those that are not
     */
    void check() {
        int least = least();
        if (run.steps() >= least && !beginsTwice(run.steps())) {
            return;
        }
        int last = run.config().trainTimesteps() - 1;
        if (least > last || beginsTwice(least)) {
            throw new UndrawableException(new Obstacle.OnlyNoise(last));
        }
        throw new UndrawableException(new Obstacle.StepsFromNoise(last, least, most(least, last), run.steps()));
    }

    private int least() {
        SigmaSchedule schedule = run.schedule();
        boolean uniform = schedule == SigmaSchedule.UNIFORM;
        if (name.startsWith("Euler")) {
            boolean far = uniform || schedule == SigmaSchedule.BETA;
            return far && endsAtTheFirstTimestep() ? LEAST + 1 : LEAST;
        }
        if (uniform) {
            return LEAST;
        }
        boolean heun = name.endsWith("Heun") && schedule == SigmaSchedule.EXPONENTIAL;
        return heun ? LEAST_OF_HEUN_EXPONENTIAL : LEAST_OF_SECOND_ORDER;
    }

    /** Timesteps from end to end: the last step begins with next to no noise, and has nothing to do. */
    private boolean endsAtTheFirstTimestep() {
        Sampler sampler = constructor.apply(run.ofSteps(LEAST));
        return sampler.timestep(sampler.calls() - 1) < 1;
    }

    /** The original programs have no list to look timesteps up in. */
    private boolean beginsTwice(int steps) {
        if (run.original()) {
            return false;
        }
        Sampler sampler = constructor.apply(run.ofSteps(steps));
        return sampler.calls() > 1 && sampler.timestep(0) == sampler.timestep(1);
    }

    /** The more steps, the nearer the first two are to each other. */
    private int most(int least, int last) {
        int most = least;
        int tooMany = last + 1;
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
