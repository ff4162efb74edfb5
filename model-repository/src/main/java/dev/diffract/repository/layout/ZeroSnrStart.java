package dev.diffract.repository.layout;

import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a model that predicts the noise with a noise schedule rescaled to a signal-to-noise ratio of zero at the end. At
 * its last timestep such a model says nothing of the picture, so that it counts where a run begins; samplers do with it what
 * diffusers' classes do.
 */
enum ZeroSnrStart {
    /** Nothing of the kind, or the picture comes all the same. */
    DRAWN,
    /** The class does not know of the rescaling. */
    DRAWN_AS_TRAINED,
    /** Not a number, or a flat or burnt picture. */
    REFUSED;

    private static final String LEADING = "leading";

    /** Classes whose timesteps are leading where nothing is said. */
    private static final Set<String> LEADING_UNLESS_SAID = Set.of("DDIMScheduler", "DDPMScheduler", "PNDMScheduler");

    /** Classes that begin at the last timestep whatever the spacing. */
    private static final Set<String> DISTILLED = Set.of("LCMScheduler", "TCDScheduler");

    /** Classes whose schedules of σ begin at the last timestep whatever the spacing. */
    private static final Set<String> SPREAD_OVER_ALL =
            Set.of("DEISMultistepScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler");

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
        String sigmas = config.solver().sigmas().orElse("");
        boolean fresh =
                config.solver().algorithm().filter("sde-dpmsolver++"::equals).isPresent();
        return switch (className) {
            case "EulerAncestralDiscreteScheduler" -> DRAWN;
            case "EulerDiscreteScheduler" -> sigmas.isEmpty() ? REFUSED : DRAWN;
            case "DPMSolverMultistepScheduler" ->
                fresh && Set.of("", "exponential").contains(sigmas) ? DRAWN : REFUSED;
            default -> REFUSED;
        };
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

    /** What is drawn instead of what the file says. */
    Optional<String> remark() {
        return this == DRAWN_AS_TRAINED
                ? Optional.of(
                        "rescale_betas_zero_snr is true with prediction_type epsilon, which this class knows nothing of in"
                                + " diffusers: pictures are drawn with the noise schedule of the training, as there")
                : Optional.empty();
    }
}
