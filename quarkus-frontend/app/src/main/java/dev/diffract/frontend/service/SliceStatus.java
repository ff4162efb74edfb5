package dev.diffract.frontend.service;

import dev.diffract.frontend.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a slice is and what it does.
 *
 * @param identity which it is
 * @param state {@code pending}, {@code healthy}, {@code draining}, {@code unhealthy}, {@code unknown} or {@code mismatched}; only healthy ones get work
 * @param reason why it is not healthy, in a sentence
 * @param models names of those that are ready, in alphabetical order
 * @param checkpoints digests of what those are of, {@code sha256:...}, in alphabetical order
 */
public record SliceStatus(
        Identity identity,
        String state,
        Optional<String> reason,
        List<String> models,
        List<String> checkpoints,
        Activity activity,
        Usage usage) {

    public SliceStatus {
        models = List.copyOf(models);
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * Which slice it is.
     *
     * @param target host and port of its server
     */
    public record Identity(String name, String target) {}

    /**
     * Calls since the slice came, and what was learned of late.
     *
     * @param inFlight under way
     * @param step time of a call that makes steps; empty before the first
     * @param relativeSpeed 1 for the fastest slice, 0.5 for one that takes twice as long; empty where nothing is known to compare by
     * @param batch pictures in one such call; empty before the first
     * @param doing what is under way, oldest first
     */
    public record Activity(
            int inFlight,
            long completed,
            long failed,
            Optional<Duration> step,
            OptionalDouble relativeSpeed,
            OptionalDouble batch,
            List<String> doing) {

        public Activity {
            doing = List.copyOf(doing);
        }
    }
}
