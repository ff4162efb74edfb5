package dev.diffract.frontend.core.sampling.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the σ of a run are spread over those of the training. */
public enum SigmaSchedule {
    /** What the scheduler's configuration says, and {@link #UNIFORM} if it says nothing. */
    AUTOMATIC("Automatic"),
    /** Those of the timesteps, which {@link TimestepSpacing} spreads. */
    UNIFORM("Uniform"),
    /** Evenly in the seventh root (Karras et al. 2022, formula 5). */
    KARRAS("Karras"),
    /** Evenly in the logarithm. */
    EXPONENTIAL("Exponential"),
    /** By the quantiles of a beta distribution (Lee et al. 2024). */
    BETA("Beta"),
    /** Evenly in the timesteps, both ends included, interpolated in the logarithm as k-diffusion does. */
    NORMAL("Normal"),
    /** Whole timesteps downwards from the last. */
    SIMPLE("Simple"),
    /** As {@link #NORMAL}, with one step more whose end is left out. */
    SGM_UNIFORM("SGM Uniform"),
    /** Evenly in the logarithm, in single precision; the polynomial's power is 1, as AUTOMATIC1111 leaves it. */
    POLYEXPONENTIAL("Polyexponential"),
    /** Evenly in the arc tangent, down to the smallest of the training: no step leads to zero (Sabour et al. 2024, appendix). */
    KL_OPTIMAL("KL Optimal"),
    /** Those that were found best for ten steps (Sabour et al. 2024), evenly in the logarithm between them. */
    ALIGN_YOUR_STEPS("Align Your Steps"),
    /** Those of the timesteps from 1 upwards at whole distances as far as the training goes, which may be some steps more. */
    DDIM("DDIM");

    private final String label;

    SigmaSchedule(String label) {
        this.label = label;
    }

    /** AUTOMATIC1111's name, as in {@code Schedule type} of infotexts. */
    public String label() {
        return label;
    }

    /** Whether a run with it may end without noise. */
    public boolean leadsToZero() {
        return this != KL_OPTIMAL;
    }

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The schedule of a label or of a name such as {@code sgm_uniform}, whatever the case. */
    public static Optional<SigmaSchedule> find(String name) {
        return Arrays.stream(values())
                .filter(schedule ->
                        schedule.label.equalsIgnoreCase(name) || schedule.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
