package dev.diffract.frontend.core.sampling;

import dev.diffract.repository.layout.SchedulerConfig;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A kind of sampler.
 *
 * @param displayName AUTOMATIC1111's name, the schedule included, for example {@code DPM++ 2M Karras}
 * @param aliases other names it is known by
 * @param infotextName its name without the schedule
 * @param scheduleType the name of its schedule in infotexts
 * @param constructor makes one for a configuration and a number of steps
 */
public record SamplerFactory(
        String displayName,
        List<String> aliases,
        String infotextName,
        String scheduleType,
        BiFunction<SchedulerConfig, Integer, Sampler> constructor) {

    public SamplerFactory {
        aliases = List.copyOf(aliases);
    }

    /**
     * A sampler for a run. Keys that the configuration lacks get the defaults of diffusers' class for this sampler.
     *
     * @param steps from 1 up to the timesteps of the training
     * @throws IllegalArgumentException if {@code steps} is out of range or the configuration asks for something that is
     *     not implemented
     */
    public Sampler create(SchedulerConfig config, int steps) {
        if (steps < 1 || steps >= config.trainTimesteps()) {
            throw new IllegalArgumentException(
                    "steps must be from 1 to " + (config.trainTimesteps() - 1) + ", was " + steps);
        }
        return constructor.apply(config, steps);
    }

    /** Whether this is one of its names, whatever the case. */
    boolean isCalled(String name) {
        return displayName.equalsIgnoreCase(name) || aliases.stream().anyMatch(name::equalsIgnoreCase);
    }
}
