package dev.diffract.frontend.core.sampling.solver;

import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.BETA;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.EXPONENTIAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.KARRAS;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.UNIFORM;

import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * From how many steps on a run that begins at a σ of 4096 comes to a picture. The first estimate is off by thousands, and what follows has
 * to mend it: higher orders go further along the change from it, fresh noise covers it. Measured, not derived: of seven
 * pictures that diffusers draws of the demo model, no more than one may come out black for the most part with this number of steps and with all
 * larger ones that were recorded ({@code tests/parity/record_zero_snr.py}).
 */
final class LeastSteps {

    /** By order from 1 on, of each the schedules that diffusers' class has and comes to a picture with. */
    private static final Map<String, List<Map<SigmaSchedule, Integer>>> MEASURED = Map.of(
            "Euler", List.of(Map.of(UNIFORM, 45, KARRAS, 4, EXPONENTIAL, 4, BETA, 11)),
            "Euler a", List.of(Map.of(UNIFORM, 8)),
            "DPM++ 2M", List.of(of(45, 4, 4), of(45, 9, 8), of(45, 16, 10)),
            "DPM++ 2M SDE", List.of(of(7, 5, 5), of(5, 12, 7), of(5, 20, 10)),
            "DPM++ 2M SDE Heun", List.of(of(7, 5, 5), of(4, 9, 8), of(4, 18, 7)),
            "UniPC", List.of(of(25, 5, 5), of(25, 9, 7), of(25, 18, 11)));

    private LeastSteps() {}

    private static Map<SigmaSchedule, Integer> of(int uniform, int karras, int exponential) {
        return Map.of(UNIFORM, uniform, KARRAS, karras, EXPONENTIAL, exponential);
    }

    /**
     * @param name of the kind of sampler
     * @param order of the solver, from 1; of a sampler that has only one, whatever is said
     * @param schedule of the run
     * @return empty if no number of steps comes to a picture, or diffusers has no such run
     */
    static OptionalInt of(String name, int order, SigmaSchedule schedule) {
        List<Map<SigmaSchedule, Integer>> orders = MEASURED.getOrDefault(name, List.of());
        if (orders.isEmpty()) {
            return OptionalInt.empty();
        }
        Integer least = orders.get(Math.min(order, orders.size()) - 1).get(schedule);
        return least == null ? OptionalInt.empty() : OptionalInt.of(least);
    }
}
