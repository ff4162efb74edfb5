package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.dispatch.policy.FleetView;
import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The calls that instances have now, the oldest first. Not thread-safe. */
final class UnderWay {

    private final Set<Attempt> attempts = new LinkedHashSet<>();

    void add(Attempt attempt) {
        forgetEnded();
        attempts.add(attempt);
    }

    /**
     * Calls at instances that are gone, by what looks found, or because another call failed there and this one is overdue, where somebody else can do all that is in them. Where nobody can, the answer may
     * still come. What is not of the fleet any more is not gone: it finishes what it has.
     */
    List<Attempt> lost(FleetView fleet) {
        forgetEnded();
        return attempts.stream()
                .filter(attempt -> fleet.find(attempt.instance())
                        .map(InstanceView::snapshot)
                        .filter(snapshot -> snapshot.isGone() || (snapshot.suspected() && attempt.isOverdue()))
                        .filter(gone -> attempt.calls().stream()
                                .allMatch(call -> call.trials().mayMove(gone, fleet)))
                        .isPresent())
                .toList();
    }

    private void forgetEnded() {
        attempts.removeIf(Attempt::isOver);
    }
}
