package dev.diffract.frontend.core.sampling.schedule;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The σ of every {@link SigmaSchedule} that does not start from timesteps. */
public final class SigmaSpread {

    private static final double RHO = 7;
    private static final BetaQuantile BETA = new BetaQuantile(0.6);

    private final TrainingSigmas training;

    SigmaSpread(TrainingSigmas training) {
        this.training = training;
    }

    /**
     * @param schedule neither automatic nor uniform
     * @param high the largest σ, of the schedules that take any
     * @param low the smallest
     * @return {@code steps} falling values, of {@link SigmaSchedule#DDIM} sometimes more
     */
    double[] of(SigmaSchedule schedule, double high, double low, int steps) {
        return switch (schedule) {
            case KARRAS -> karras(high, low, steps);
            case EXPONENTIAL -> values(steps, i -> Math.exp(Grids.linspace(Math.log(high), Math.log(low), steps, i)));
            case BETA -> values(steps, i -> low + BETA.of(1 - Grids.linspace(0, 1, steps, i)) * (high - low));
            case NORMAL -> logarithmic(steps, steps);
            case SGM_UNIFORM -> logarithmic(steps + 1, steps);
            case SIMPLE -> {
                double distance = training.size() / (double) steps;
                yield values(steps, i -> training.at(training.size() - 1 - (int) (i * distance)));
            }
            case POLYEXPONENTIAL -> polyexponential(steps);
            case KL_OPTIMAL -> klOptimal(steps);
            case ALIGN_YOUR_STEPS -> AlignedSteps.of(steps);
            case DDIM -> {
                int distance = Math.max(1, training.size() / steps);
                int last = (training.size() - 2) / distance;
                yield values(last + 1, i -> training.at(1 + (last - i) * distance));
            }
            case AUTOMATIC, UNIFORM -> throw new IllegalArgumentException(schedule + " starts from timesteps");
        };
    }

    public static double[] karras(double high, double low, int steps) {
        double highRoot = Math.pow(high, 1 / RHO);
        double lowRoot = Math.pow(low, 1 / RHO);
        return values(steps, i -> Math.pow(highRoot + Grids.linspace(0, 1, steps, i) * (lowRoot - highRoot), RHO));
    }

    private double[] polyexponential(int steps) {
        float low = (float) Math.log(training.min());
        float height = (float) (Math.log(training.max()) - Math.log(training.min()));
        float[] ramp = Grids.linspace(1, 0, steps);
        return values(steps, i -> Grids.exp(ramp[i] * height + low));
    }

    private double[] klOptimal(int steps) {
        float high = Grids.atan(training.max());
        float low = Grids.atan(training.min());
        return values(steps, i -> {
            float share = i / (float) steps;
            return Grids.tan(share * low + (1 - share) * high);
        });
    }

    private double[] logarithmic(int points, int steps) {
        float[] timesteps =
                Grids.linspace(training.timestep(training.max()), training.timestep(training.min()), points);
        return values(steps, i -> training.logarithmic(timesteps[i]));
    }

    private static double[] values(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }
}
