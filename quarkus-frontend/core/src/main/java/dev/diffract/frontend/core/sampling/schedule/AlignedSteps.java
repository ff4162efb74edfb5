package dev.diffract.frontend.core.sampling.schedule;

import java.util.stream.IntStream;

/**
 * The σ that Sabour et al. 2024 ("Align Your Steps") found best for ten steps with models of the kind of Stable Diffusion 1.5. Other
 * numbers of steps take values between them, evenly in the logarithm.
 */
final class AlignedSteps {

    private static final double[] SIGMAS = {14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029
    };

    private AlignedSteps() {}

    /**
     * @param steps any number
     * @return as many falling values; a single one is the smallest
     */
    static double[] of(int steps) {
        return steps == SIGMAS.length
                ? SIGMAS.clone()
                : IntStream.range(0, steps)
                        .mapToDouble(i -> between(Grids.linspace(0, 1, steps, steps - 1 - i)))
                        .toArray();
    }

    /**
     * @param share of the way up from the smallest
     */
    private static double between(double share) {
        double place = share * (SIGMAS.length - 1);
        int below = Math.min((int) place, SIGMAS.length - 2);
        double low = Math.log(SIGMAS[SIGMAS.length - 1 - below]);
        double high = Math.log(SIGMAS[SIGMAS.length - 2 - below]);
        return Math.exp((high - low) * (place - below) + low);
    }
}
