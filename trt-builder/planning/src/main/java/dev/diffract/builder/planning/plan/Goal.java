package dev.diffract.builder.planning.plan;

import java.time.Duration;
import java.util.List;

/**
 * What a GPU should achieve, when the plan leaves the choice of profiles open.
 *
 * @param model name of one of the plan's models
 * @param resolutions picture sizes the goal is about, each one of the model's
 * @param latency longest time from request to picture
 * @param steps denoising steps of such a picture, 1 to 1000
 * @param isolation how far slices must be kept from each other
 */
public record Goal(String model, List<Resolution> resolutions, Duration latency, int steps, Isolation isolation) {

    /** How far slices must be kept from each other. */
    public enum Isolation {
        /** Memory, faults and speed: MIG. */
        HARD,
        /** MPS or time-slicing will do. */
        SHARED
    }

    public Goal {
        resolutions = List.copyOf(resolutions);
    }
}
