package dev.diffract.frontend.core.sampling.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the timesteps of a run are spread over those of the training (Lin et al. 2023, table 2). */
public enum TimestepSpacing {
    /** From the offset upwards at whole distances; does not reach the last timestep. */
    LEADING,
    /** Both ends included; falls between timesteps. */
    LINSPACE,
    /** From the last timestep downwards. */
    TRAILING,
    /**
     * As the programs had it that the models came with: k-diffusion's grid, and CompVis' where samplers work at whole timesteps.
     * k-diffusion takes timesteps as {@link #LINSPACE} and its σ between them evenly in the logarithm; schedules of σ span all
     * that the training had, and the timesteps of their σ are not rounded.
     */
    ORIGINAL;

    /** The name in configurations and requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TimestepSpacing> find(String id) {
        return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }

    /**
     * @throws IllegalArgumentException if there is no such name
     */
    static TimestepSpacing ofConfigName(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "timestep_spacing '" + name + "' is not known; leading, linspace and trailing are"));
    }

    /**
     * @param steps how many
     * @param timesteps those of the training
     * @param offset added to leading timesteps
     * @return falling, not rounded where the spacing falls between timesteps
     */
    double[] spread(int steps, int timesteps, int offset) {
        double[] spread = new double[steps];
        for (int i = 0; i < steps; i++) {
            int fromEnd = steps - 1 - i;
            spread[i] = switch (this) {
                case LEADING -> (double) (timesteps / steps) * fromEnd + offset;
                case LINSPACE, ORIGINAL -> Grids.linspace(0, timesteps - 1, steps, fromEnd);
                case TRAILING -> trailing(i, steps, timesteps);
            };
        }
        return spread;
    }

    /** As {@code numpy.arange}, whose distance between points is that of the first two. */
    private static double trailing(int index, int steps, int timesteps) {
        double distance = timesteps - (timesteps - (double) timesteps / steps);
        return Math.rint(timesteps - index * distance) - 1;
    }
}
