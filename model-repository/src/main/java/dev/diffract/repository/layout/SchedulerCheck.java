package dev.diffract.repository.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether pictures can be drawn with what a scheduler's configuration says. */
final class SchedulerCheck {

    /** A schedule that has no start and end. */
    static final String COSINE = "squaredcos_cap_v2";

    private static final Set<String> BETA_SCHEDULES = Set.of("linear", "scaled_linear", COSINE);
    private static final Set<String> PREDICTIONS = Set.of("epsilon", "v_prediction");
    private static final Set<String> SPACINGS = Set.of("leading", "linspace", "trailing");

    /** Requests may ask for so many steps. */
    private static final int MOST_STEPS = 150;

    private static final int MOST_TIMESTEPS = 100_000;

    private final SchedulerConfig config;
    private final List<String> faults = new ArrayList<>();

    private SchedulerCheck(SchedulerConfig config) {
        this.config = config;
    }

    /** A sentence per fault, each with its key. */
    static List<String> faults(SchedulerConfig config) {
        SchedulerCheck check = new SchedulerCheck(config);
        if (!SchedulerClasses.known(config.className())) {
            // Its other keys mean something else.
            return List.of(
                    "_class_name is " + config.className() + ", whose noise schedule is not implemented: expected one"
                            + " of " + SchedulerClasses.DRAWN.stream().sorted().collect(Collectors.joining(", "))
                            + ", with the betas that the model was trained with");
        }
        check.method();
        check.timesteps();
        check.betas();
        ZeroSnrStart.of(config).fault().ifPresent(check.faults::add);
        return check.faults;
    }

    private void method() {
        config.unsupported().forEach(key -> faults.add("it asks for " + key + ", which is not implemented"));
        oneOf("prediction_type", config.predictionType(), PREDICTIONS);
        config.timestepSpacing().ifPresent(spacing -> oneOf("timestep_spacing", spacing, SPACINGS));
        config.clipSampleRange()
                .filter(range -> range <= 0)
                .ifPresent(range -> faults.add("clip_sample_range is " + range + ", expected a number above 0"));
        config.solver()
                .timestepScaling()
                .filter(scaling -> scaling <= 0)
                .ifPresent(scaling -> faults.add("timestep_scaling is " + scaling + ", expected a number above 0"));
    }

    private void timesteps() {
        int timesteps = config.trainTimesteps();
        if (timesteps < 2 || timesteps > MOST_TIMESTEPS) {
            faults.add("num_train_timesteps is " + timesteps + ", expected a whole number from 2 to " + MOST_TIMESTEPS);
        }
        // So that the first of the most steps lies within the training, wherever they begin.
        int offset = Math.max(1, timesteps / MOST_STEPS - 1);
        if (config.stepsOffset() < 0 || config.stepsOffset() > offset) {
            faults.add("steps_offset is " + config.stepsOffset() + ", expected a whole number from 0 to " + offset);
        }
        config.solver()
                .originalSteps()
                .filter(steps -> steps < 1 || steps > timesteps)
                .ifPresent(steps -> faults.add("original_inference_steps is " + steps
                        + ", expected a whole number from 1 to num_train_timesteps, which is " + timesteps));
    }

    private void betas() {
        if (config.trainedBetas().isPresent()) {
            trained(config.trainedBetas().get());
            return;
        }
        oneOf("beta_schedule", config.betaSchedule(), BETA_SCHEDULES);
        if (!config.betaSchedule().equals(COSINE)) {
            beta("beta_start", config.betaStart());
            beta("beta_end", config.betaEnd());
        }
    }

    private void trained(List<Double> betas) {
        if (betas.size() != config.trainTimesteps()) {
            faults.add("trained_betas has " + betas.size() + " values, but num_train_timesteps is "
                    + config.trainTimesteps());
        }
        betas.stream()
                .filter(beta -> !isBeta(beta))
                .findFirst()
                .ifPresent(beta -> faults.add(
                        "trained_betas holds " + beta + ", expected numbers between 0 and 1, both excluded"));
    }

    private void beta(String key, double beta) {
        if (!isBeta(beta)) {
            faults.add(key + " is " + beta + ", expected a number between 0 and 1, both excluded");
        }
    }

    private void oneOf(String key, String value, Set<String> known) {
        if (!known.contains(value)) {
            faults.add(key + " is " + value + ", expected "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static boolean isBeta(double beta) {
        return beta > 0 && beta < 1;
    }
}
