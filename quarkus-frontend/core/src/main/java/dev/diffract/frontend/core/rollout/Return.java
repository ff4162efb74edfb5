package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The way back of the slices of a switch. What does not work is remarked and leaves the others alone. Not thread-safe. */
final class Return {

    private final Checkpoint failed;
    private final List<SliceChange> changes;
    private final List<TritonInstance> beside;
    private final List<String> remarks = new ArrayList<>();
    private final Duration silence;
    private Optional<Leaving> leaving = Optional.empty();
    private boolean left;

    /**
     * @param touched slices that may have something of the next checkpoint
     * @param old what they had
     * @param failed what they may have: beside the other, or in its place
     * @param patience a slice may take so long until it has again what it had
     * @param silence so long nobody else may have asked for what is unloaded
     */
    Return(List<SliceChange> touched, Checkpoint old, Checkpoint failed, Duration patience, Duration silence) {
        this.failed = failed;
        this.silence = silence;
        this.changes = touched.stream()
                .filter(SliceChange::isInPlace)
                .map(change -> new SliceChange(change.instance(), failed, old, models -> false, patience, silence))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(changes); // the one that failed has nothing now
        this.beside = touched.stream()
                .filter(change -> !change.isInPlace())
                .map(SliceChange::instance)
                .toList();
    }

    /**
     * Those that had one at a time one after the other, the latest first; meanwhile the others, where somebody may go on asking for what failed.
     *
     * @return whether all are back, or given up
     */
    boolean goOn(Slices slices, ServerModels servers, UnderWay work, Instant now) {
        if (leaving.isEmpty()) {
            leaving = Optional.of(new Leaving(beside, failed, servers, now, silence));
        }
        left = left || leaving.get().goOn(servers, work, now);
        while (!changes.isEmpty() && isOver(changes.get(0), slices, servers, work, now)) {
            changes.remove(0);
        }
        return left && changes.isEmpty();
    }

    /** What did not work, and whom it waits for; empty if all is well. */
    Optional<String> remark() {
        List<String> sentences = Stream.of(
                        remarks.stream(),
                        leaving.flatMap(Leaving::remark).stream(),
                        changes.stream().flatMap(change -> change.remark().stream()))
                .flatMap(sentence -> sentence)
                .toList();
        return sentences.isEmpty() ? Optional.empty() : Optional.of("On the way back: " + String.join(" ", sentences));
    }

    private boolean isOver(SliceChange change, Slices slices, ServerModels servers, UnderWay work, Instant now) {
        try {
            return change.goOn(slices, servers, work, now);
        } catch (Stopped failure) {
            remarks.add(failure.sentence());
            change.release(slices);
            return true;
        }
    }
}
