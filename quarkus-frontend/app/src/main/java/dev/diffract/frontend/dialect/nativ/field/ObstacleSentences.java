package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.sampling.schedule.Obstacle;

/** What callers read of a run that a sampler cannot make. */
final class ObstacleSentences implements Obstacle.Teller<String> {

    private static final String WHAT_WORKS = "leading timesteps of a uniform schedule stay below it, and with"
            + " rescale_betas_zero_snr false the run is as trained";

    @Override
    public String steps(Obstacle.Steps obstacle) {
        return "steps must be from 1 to " + obstacle.most() + ", was " + obstacle.was();
    }

    @Override
    public String distilledSteps(Obstacle.DistilledSteps obstacle) {
        return "steps must be from 1 to " + obstacle.most()
                + ", which the model was distilled with (original_inference_steps), was " + obstacle.was();
    }

    @Override
    public String onlyNoise(Obstacle.OnlyNoise obstacle) {
        return "at timestep " + obstacle.timestep()
                + " of a schedule rescaled to zero terminal SNR only the output of a v_prediction model says anything of"
                + " the picture; " + WHAT_WORKS;
    }

    @Override
    public String stepsFromNoise(Obstacle.StepsFromNoise obstacle) {
        String steps = obstacle.most() < obstacle.timestep()
                ? "from " + obstacle.least() + " to " + obstacle.most()
                : obstacle.least() + " or more";
        return "steps must be " + steps + " with this schedule where a run begins at timestep " + obstacle.timestep()
                + ", rescaled to zero terminal SNR, and the model predicts the"
                + " noise, was " + obstacle.was() + "; " + WHAT_WORKS;
    }

    @Override
    public String blackFromPicture(Obstacle.BlackFromPicture obstacle) {
        return "with the schedule beta, rescaled to zero terminal SNR, a run of a model that predicts the noise comes out black"
                + " where as much of it is left as here; " + WHAT_WORKS;
    }

    @Override
    public String noSignal(Obstacle.NoSignal obstacle) {
        return "it cannot start at a timestep without signal, as that of a schedule rescaled to zero terminal SNR;"
                + " leading timestep spacing stays below it";
    }
}
