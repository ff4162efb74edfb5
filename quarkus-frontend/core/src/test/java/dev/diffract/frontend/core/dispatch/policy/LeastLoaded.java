package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Each work is a call of its own, to the candidate with the fewest calls under way, and of equals to the one chosen longest ago. A call
 * that fills its batch counts as all that could have shared it, and waits while {@linkplain InstanceView#MOST_FILLED as many} are under way
 * on each candidate; nothing else waits, for it or for anything. So tests of the dispatcher see at once where work goes.
 */
public final class LeastLoaded implements DispatchPolicy {

    @Override
    public Decision decide(List<Waiting> waiting, FleetView fleet, Instant now) {
        Map<TritonInstance, Load> loads = new HashMap<>();
        long choices = 0;
        for (InstanceView view : fleet.instances()) {
            choices = Math.max(choices, view.lastChosen());
        }
        List<Assignment> assignments = new ArrayList<>();
        for (Waiting next : waiting) {
            Choice least = null;
            for (InstanceView candidate : fleet.candidates(next)) {
                Load load = loads.computeIfAbsent(
                        candidate.instance(),
                        instance -> new Load(candidate.underWay(), candidate.filled(), candidate.lastChosen()));
                if (next.work().exact().isPresent() && load.filled() >= InstanceView.MOST_FILLED) {
                    continue;
                }
                if (least == null || load.isLessThan(least.load())) {
                    least = new Choice(candidate, load);
                }
            }
            if (least != null) {
                int calls = least.load().calls() + least.view().charge(next.work());
                int filled = least.load().filled() + (next.work().exact().isPresent() ? 1 : 0);
                loads.put(least.view().instance(), new Load(calls, filled, ++choices));
                assignments.add(new Assignment(least.view().instance(), List.of(next)));
            }
        }
        return Decision.of(assignments);
    }

    private record Choice(InstanceView view, Load load) {}

    /** Of an instance, with what this decision adds to it. */
    private record Load(int calls, int filled, long lastChosen) {

        private boolean isLessThan(Load other) {
            return calls < other.calls || (calls == other.calls && lastChosen < other.lastChosen);
        }
    }
}
