package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether anybody still draws with a checkpoint on an instance. Frontends know nothing of each other, but a server counts what it is asked for by all of
 * them: what its counts grow by while this frontend has nothing begun is somebody else's. Counts are compared with each other and times of one clock,
 * since servers have clocks of their own. Looked at again and again; not thread-safe.
 */
final class Quiet {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TritonInstance instance;
    private final List<String> names;
    private final ServerModels servers;
    private final Duration silence;
    private Optional<Map<String, Long>> counts = Optional.empty();
    private CompletableFuture<Optional<Map<String, Long>>> answer;
    private Instant asked;
    private Instant since;
    private boolean heard;
    private boolean quiet;

    /**
     * Asks for the first time.
     *
     * @param silence so long nothing is counted until it is quiet. A call is counted when it ends, and a picture makes one after the other
     */
    Quiet(TritonInstance instance, Checkpoint checkpoint, ServerModels servers, Instant now, Duration silence) {
        this.instance = instance;
        this.silence = silence;
        this.names = Slices.names(checkpoint.manifest());
        this.servers = servers;
        this.since = now;
        this.asked = now;
        this.answer = ask();
    }

    /** That it is not, for operators and the page. */
    static String sentence(Checkpoint checkpoint, List<String> slices, Duration silence) {
        return CheckpointName.of(checkpoint) + " is still asked for on " + String.join(", ", slices)
                + ", by another frontend that is to be switched, too, or by requests that name it; it is unloaded when nobody has asked for it for "
                + silence.toSeconds() + " seconds.";
    }

    TritonInstance instance() {
        return instance;
    }

    /** Whether somebody was found to draw with it, and has not stopped. */
    boolean isBroken() {
        return heard && !quiet;
    }

    /** @return whether it is quiet now, or the instance does not have the checkpoint */
    boolean look(Instant now) {
        if (answer.isDone()) {
            compare(answer.join(), now);
            if (!now.isBefore(asked.plus(PAUSE))) {
                asked = now;
                answer = ask();
            }
        }
        return quiet;
    }

    private void compare(Optional<Map<String, Long>> told, Instant now) {
        if (!told.equals(counts)) {
            heard = counts.isPresent();
            counts = told;
            since = now; // not when it was asked: the call may have ended since
        }
        quiet = told.filter(Map::isEmpty).isPresent() || !asked.isBefore(since.plus(silence));
    }

    /** A server that says nothing is taken to have counted nothing: it may have no statistics, or be gone. */
    private CompletableFuture<Optional<Map<String, Long>>> ask() {
        Optional<Map<String, Long>> before = counts;
        return servers.counts(instance, names)
                .handle((told, failure) -> failure == null ? Optional.of(told) : before)
                .toCompletableFuture();
    }
}
