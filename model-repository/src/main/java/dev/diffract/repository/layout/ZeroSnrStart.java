package dev.diffract.repository.layout;

import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a model that predicts the noise with a noise schedule rescaled to a signal-to-noise ratio of zero at the end. At
 * its last timestep such a model says nothing of the picture, so that it counts where a run begins; samplers do with it what
 * diffusers' classes do.
 */
enum ZeroSnrStart {
    /** Nothing of the kind. */
    DRAWN,
    /** A σ of 4096 is taken for the infinite one, and what comes is drawn, burnt or not. */
    DRAWN_ALL_THE_SAME,
    /** The class does not know of the rescaling. */
    DRAWN_AS_TRAINED,
    /** No picture of noise with any number of steps: the class divides by the signal, which is zero, or cannot tell its first two timesteps apart. */
    REFUSED;

    private static final String LEADING = "leading";

    /** Classes whose timesteps are leading where nothing is said. */
    private static final Set<String> LEADING_UNLESS_SAID = Set.of("DDIMScheduler", "DDPMScheduler", "PNDMScheduler");

    /** Classes that begin at the last timestep whatever the spacing. */
    private static final Set<String> DISTILLED = Set.of("LCMScheduler", "TCDScheduler");

    /** Classes whose schedules of σ begin at the last timestep whatever the spacing. */
    private static final Set<String> SPREAD_OVER_ALL =
            Set.of("DEISMultistepScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler");

    /** Classes that take 4096 for the infinite σ. */
    private static final Set<String> FROM_A_LARGE_SIGMA = Set.of(
            "DPMSolverMultistepScheduler",
            "EulerAncestralDiscreteScheduler",
            "EulerDiscreteScheduler",
            "UniPCMultistepScheduler");

    /**
     * Classes that look their first timestep up among whole ones. Of {@link #BETA}'s there are two at the beginning from the fourth step on, and
     * fewer steps come to nothing but black.
     */
    private static final Set<String> OF_WHOLE_STEPS = Set.of("DPMSolverMultistepScheduler", "UniPCMultistepScheduler");

    private static final String BETA = "beta";

    /** diffusers has no schedules of σ for it, so that nobody knows what comes of them. */
    private static final String WITHOUT_SIGMAS = "EulerAncestralDiscreteScheduler";

    private static final Set<String> UNKNOWING = Set.of(
            "DEISMultistepScheduler",
            "DPMSolverSDEScheduler",
            "HeunDiscreteScheduler",
            "KDPM2AncestralDiscreteScheduler",
            "KDPM2DiscreteScheduler",
            "LMSDiscreteScheduler",
            "PNDMScheduler");

    /** @param config of a class that is drawn with */
    static ZeroSnrStart of(SchedulerConfig config) {
        String className = SchedulerClasses.standIn(config.className()).orElse(config.className());
        if (!config.rescaleZeroSnr()
                || !config.predictionType().equals("epsilon")
                || !beginsAtTheEnd(config, className)) {
            return DRAWN;
        }
        if (UNKNOWING.contains(className)) {
            return DRAWN_AS_TRAINED;
        }
        return FROM_A_LARGE_SIGMA.contains(className) && !endsInErrorOrBlack(config, className)
                ? DRAWN_ALL_THE_SAME
                : REFUSED;
    }

    private static boolean endsInErrorOrBlack(SchedulerConfig config, String className) {
        Optional<String> sigmas = config.solver().sigmas();
        return OF_WHOLE_STEPS.contains(className)
                ? sigmas.filter(BETA::equals).isPresent()
                : className.equals(WITHOUT_SIGMAS) && sigmas.isPresent();
    }

    private static boolean beginsAtTheEnd(SchedulerConfig config, String className) {
        if (DISTILLED.contains(className)
                || (SPREAD_OVER_ALL.contains(className)
                        && config.solver().sigmas().isPresent())) {
            return true;
        }
        return config.timestepSpacing()
                .map(spacing -> !spacing.equals(LEADING))
                .orElse(!LEADING_UNLESS_SAID.contains(className));
    }

    /** Why nothing can be drawn, with the key. */
    Optional<String> fault() {
        return this == REFUSED
                ? Optional.of(
                        "rescale_betas_zero_snr is true with prediction_type epsilon, and the first step has no picture in"
                                + " it: expected v_prediction")
                : Optional.empty();
    }

    /** What is drawn instead of what the file says, or what to expect of it. */
    Optional<String> remark() {
        return switch (this) {
            case DRAWN, REFUSED -> Optional.empty();
            case DRAWN_ALL_THE_SAME ->
                Optional.of(
                        "rescale_betas_zero_snr is true with prediction_type epsilon, and the first step has no picture in"
                                + " it: pictures are drawn as in diffusers, burnt where the steps after it are too far below,"
                                + " and not with the numbers of steps that end in an error or in black there");
            case DRAWN_AS_TRAINED ->
                Optional.of(
                        "rescale_betas_zero_snr is true with prediction_type epsilon, which this class knows nothing of in"
                                + " diffusers: pictures are drawn with the noise schedule of the training, as there");
        };
    }
}
