package dev.diffract.frontend.core.sampling.solver;

import static java.lang.Integer.MAX_VALUE;

import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.RunSettings;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.UndrawableException;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * With how many steps diffusers draws a whole run that begins at a σ of 4096. With too many, timesteps in whole numbers begin with the
 * last one twice. diffusers looks its first timestep up in the list, takes the second of two that are alike, and goes beyond the end: the
 * run ends in an error, whatever the model and the order. With a picture it is told where to begin, and looks nothing up. With {@linkplain
 * LeastSteps too few}, the picture is black, for the most part or all of it. Of {@link SigmaSchedule#BETA} so is the rest
 * of such a run, from a picture, unless it is short.
 *
 * @param name of the kind of sampler
 */
record StepsFromNoise(String name, Function<RunSettings, Sampler> constructor, RunSettings run) {

    /** Of a run: with less left of it, pictures are burnt and not black. */
    private static final double BLACK_SHARE = 0.3;

    /**
     * @throws UndrawableException if the run's steps are too many or too few, with those that are not
     */
    void check() {
        if (run.start() > 0) {
            checkRest();
            return;
        }
        int last = run.config().trainTimesteps() - 1;
        int least = least().orElse(MAX_VALUE);
        boolean tooMany = !run.beginning().ofPicture() && beginsTwice(run.steps());
        if (run.steps() >= least && !tooMany) {
            return;
        }
        int most = run.beginning().ofPicture() ? last : most(last);
        if (least > most) {
            throw new UndrawableException(new Obstacle.OnlyNoise(last));
        }
        throw new UndrawableException(new Obstacle.StepsFromNoise(last, least, most, run.steps()));
    }

    /** What is left of a run begins with signal, and is drawn, unless too much of it is left of {@link SigmaSchedule#BETA}. */
    private void checkRest() {
        int left = run.steps() - run.start();
        if (run.schedule() == SigmaSchedule.BETA
                && left >= BLACK_SHARE * run.steps()
                && run.steps() < least().orElse(MAX_VALUE)) {
            throw new UndrawableException(new Obstacle.BlackFromPicture());
        }
    }

    private OptionalInt least() {
        return LeastSteps.of(name, run.solver().order().orElseGet(run::orderOfConfig), run.schedule());
    }

    private boolean beginsTwice(int steps) {
        Sampler sampler = constructor.apply(run.ofSteps(steps));
        return sampler.calls() > 1 && sampler.timestep(0) == sampler.timestep(1);
    }

    /** The more steps, the nearer the first two are to each other; a single one has none beside it. */
    private int most(int last) {
        int most = 1;
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
