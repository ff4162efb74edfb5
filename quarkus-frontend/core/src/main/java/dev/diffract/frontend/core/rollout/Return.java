package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.repository.layout.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The way back of the slices of a switch. What does not work is remarked and leaves the others alone. Not thread-safe. */
final class Return {

    private final Manifest failed;
    private final boolean inPlace;
    private final List<SliceChange> changes;
    private final List<TritonInstance> beside;
    private final List<String> remarks = new ArrayList<>();

    /**
     * @param touched slices that may have something of the next checkpoint
     * @param old what they had
     * @param failed what they may have
     */
    Return(List<SliceChange> touched, Manifest old, Manifest failed, SwitchOrder order) {
        this.failed = failed;
        this.inPlace = order.inPlace();
        this.changes = touched.stream()
                .filter(change -> inPlace)
                .map(change -> new SliceChange(change.instance(), failed, old, true, order.patience()))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(changes); // the one that failed has nothing now
        this.beside = touched.stream()
                .filter(change -> !inPlace)
                .map(SliceChange::instance)
                .toList();
    }

    /**
     * One after the other, the latest first.
     *
     * @return whether all are back, or given up
     */
    boolean goOn(Slices slices, ServerModels servers, UnderWay work, Instant now) {
        beside.forEach(instance -> servers.unload(instance, Slices.ensemblesFirst(failed)));
        return changes.stream().allMatch(change -> isOver(change, slices, servers, work, now));
    }

    /** What did not work; empty if all did. */
    Optional<String> remark() {
        return remarks.isEmpty() ? Optional.empty() : Optional.of("On the way back: " + String.join(" ", remarks));
    }

    private boolean isOver(SliceChange change, Slices slices, ServerModels servers, UnderWay work, Instant now) {
        try {
            return change.goOn(slices, servers, work, now);
        } catch (Stopped failure) {
            if (!remarks.contains(failure.sentence())) {
                remarks.add(failure.sentence());
            }
            change.release(slices);
            return true;
        }
    }
}
