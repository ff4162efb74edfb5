package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Steps of LCM in AUTOMATIC1111 that lie halfway between two timesteps of the distillation. The last bit of a logarithm decides there which of
 * the two the model is asked at, and that is another on every kind of processor.
 */
final class HalfwaySteps {

    /** Between the 50 timesteps that AUTOMATIC1111 knows of. */
    private static final int DISTANCES = 49;

    private HalfwaySteps() {}

    /** Whether any pass of a run has such a step. */
    static boolean any(GenerationRequest request, SigmaSchedule schedule) {
        Long steps = request.sampling().steps();
        return steps != null && (any(schedule, steps, 0) || ofSecondPass(request.hires(), schedule, steps));
    }

    /** Of that the end of a longer run is made. */
    private static boolean ofSecondPass(@Nullable HiresRequest hires, SigmaSchedule schedule, long stepsOfFirst) {
        if (hires == null || hires.strength() == null || !(hires.strength() > 0)) {
            return false;
        }
        Long said = hires.steps();
        long steps = said == null || said == 0 ? stepsOfFirst : said;
        long all = Hires.stepsOfRun(steps, hires.strength());
        return any(schedule, all, all - steps);
    }

    /**
     * @param steps of the whole run
     * @param start how many of them are left out
     */
    private static boolean any(SigmaSchedule schedule, long steps, long start) {
        long distances = switch (schedule) {
            case AUTOMATIC, UNIFORM, NORMAL -> steps - 1;
            case SGM_UNIFORM -> steps;
            default -> 0;
        };
        for (int halves = 1; halves < 2 * DISTANCES && distances > 0; halves += 2) {
            boolean isStep = distances % (2 * DISTANCES) * halves % (2 * DISTANCES) == 0;
            if (isStep && distances / (2.0 * DISTANCES) * halves >= start) {
                return true;
            }
        }
        return false;
    }
}
