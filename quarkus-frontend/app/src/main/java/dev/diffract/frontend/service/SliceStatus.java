package dev.diffract.frontend.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a slice is and what it does.
 *
 * @param target host and port of its server
 * @param state {@code pending}, {@code healthy}, {@code unhealthy}, {@code unknown} or {@code mismatched}; only healthy ones get work
 * @param reason why it is not healthy, in a sentence
 * @param models names of those that are ready, in alphabetical order
 */
public record SliceStatus(
        String name, String target, String state, Optional<String> reason, List<String> models, Activity activity) {

    public SliceStatus {
        models = List.copyOf(models);
    }

    /**
     * Calls since the slice came.
     *
     * @param inFlight under way
     * @param meanStep mean time of a denoising step; empty before the first
     * @param doing what is under way, oldest first
     */
    public record Activity(int inFlight, long completed, long failed, Optional<Duration> meanStep, List<String> doing) {

        public Activity {
            doing = List.copyOf(doing);
        }
    }
}
