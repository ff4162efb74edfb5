package dev.diffract.frontend.dialect.nativ.field;

import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What callers read of the faults that the core finds in samplers and what they are to do. */
final class SamplingFaults {

    private static final String WITH_ETA =
            "DDIM, DDIM CFG++, Euler a, DPM2 a, DPM++ 2M SDE, DPM++ 2M SDE Heun, DPM++ 2S a, DPM++ SDE, DPM++ 3M SDE, DPM fast,"
                    + " DPM adaptive, TCD";

    private SamplingFaults() {}

    static Stream<Arguments> all() {
        return Stream.of(
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("DDIM", new Obstacle.Steps(99, 100)),
                        "/sampler",
                        "DDIM cannot draw this: steps must be from 1 to 99, was 100"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("PLMS", new Obstacle.NoSignal()),
                        "/sampler",
                        "PLMS cannot draw this: it cannot start at a timestep without signal, as that of a schedule"
                                + " rescaled to zero terminal SNR; leading timestep spacing stays below it"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("LCM", new Obstacle.DistilledSteps(50, 60)),
                        "/sampler",
                        "LCM cannot draw this: steps must be from 1 to 50, which the model was distilled "
                                + "with (original_inference_steps), was 60"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("DDIM", new Obstacle.OnlyNoise(999)),
                        "/sampler",
                        "DDIM cannot draw this: at timestep 999 of a schedule rescaled to zero terminal "
                                + "SNR only the output of a v_prediction model says anything of the picture; "
                                + "leading timesteps of a uniform schedule stay below it, and with "
                                + "rescale_betas_zero_snr false the run is as trained"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("UniPC Karras", new Obstacle.StepsFromNoise(999, 9, 20, 30)),
                        "/sampler",
                        "UniPC Karras cannot draw this: steps must be from 9 to 20 with this schedule where a run begins "
                                + "at timestep 999, rescaled to zero terminal SNR, and the model predicts the noise, "
                                + "was 30; leading timesteps of a uniform schedule stay below it, and with "
                                + "rescale_betas_zero_snr false the run is as trained"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("Euler", new Obstacle.StepsFromNoise(999, 45, 999, 20)),
                        "/sampler",
                        "Euler cannot draw this: steps must be 45 or more with this schedule where a run begins "
                                + "at timestep 999, rescaled to zero terminal SNR, and the model predicts the noise, "
                                + "was 20; leading timesteps of a uniform schedule stay below it, and with "
                                + "rescale_betas_zero_snr false the run is as trained"),
                told(
                        Field.SAMPLER,
                        new Rule.Drawable("UniPC Beta", new Obstacle.BlackFromPicture()),
                        "/sampler",
                        "UniPC Beta cannot draw this: with the schedule beta, rescaled to zero terminal SNR, a run of a model "
                                + "that predicts the noise comes out black where as much of it is left as here; "
                                + "leading timesteps of a uniform schedule stay below it, and with "
                                + "rescale_betas_zero_snr false the run is as trained"),
                told(
                        Field.SCHEDULE_TYPE,
                        new Rule.ScheduleOf("LCM", SigmaSchedule.AUTOMATIC, Optional.empty(), SigmaSchedule.KARRAS),
                        "/schedule_type",
                        "must be automatic with LCM, which has timesteps of its own, was karras"),
                told(
                        Field.SCHEDULE_TYPE,
                        new Rule.ScheduleOf(
                                "DPM++ 2M Karras", SigmaSchedule.KARRAS, Optional.of("DPM++ 2M"), SigmaSchedule.BETA),
                        "/schedule_type",
                        "must be karras with DPM++ 2M Karras, and any with DPM++ 2M, was beta"),
                told(
                        Field.ETA,
                        new Rule.UsedBy(List.of(WITH_ETA.split(", ")), "LCM"),
                        "/eta",
                        "has no meaning with the sampler LCM; it has with " + WITH_ETA),
                told(
                        Field.FINAL_SIGMA,
                        new Rule.UsedBy(
                                List.of("Euler", "DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "UniPC"), "LCM"),
                        "/final_sigma",
                        "has no meaning with the sampler LCM; it has with Euler, DPM++ 2M, DPM++ 2M SDE, "
                                + "DPM++ 2M SDE Heun, UniPC"),
                told(
                        Field.TIMESTEP_SPACING,
                        new Rule.OwnTimesteps("LCM", Optional.empty()),
                        "/timestep_spacing",
                        "has no meaning with the sampler LCM, whose timesteps are those it was distilled " + "with"),
                told(
                        Field.TIMESTEP_SPACING,
                        new Rule.OwnTimesteps(
                                "DPM++ 2M Karras",
                                Optional.of(new Rule.Said(Field.SCHEDULE_TYPE, SigmaSchedule.UNIFORM))),
                        "/timestep_spacing",
                        "has no meaning with the sampler DPM++ 2M Karras, whose sigmas do not come from "
                                + "timesteps; it has with schedule_type uniform"),
                told(
                        Field.HIRES_STRENGTH,
                        new Rule.ReachableStrength(100, 999, 0.1),
                        "/hires/strength",
                        "must be 0 or at least 100/999 for 100 steps, was 0.1"));
    }

    private static Arguments told(Field field, Rule rule, String pointer, String detail) {
        return SentencesTest.told(field, rule, pointer, detail);
    }
}
