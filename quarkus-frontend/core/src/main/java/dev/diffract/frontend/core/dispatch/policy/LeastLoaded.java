package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.frontend.core.dispatch.policy.FleetView.InstanceView;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nothing waits that can go: each work is a call of its own, to the candidate with the fewest calls under way, and of equals to the
 * one chosen longest ago.
 */
public final class LeastLoaded implements DispatchPolicy {

    @Override
    public Decision decide(List<Waiting> waiting, FleetView fleet, Instant now) {
        Map<TritonInstance, Load> loads = new HashMap<>();
        long choices = 0;
        for (InstanceView view : fleet.instances()) {
            loads.put(view.instance(), new Load(view.underWay(), view.lastChosen()));
            choices = Math.max(choices, view.lastChosen());
        }
        List<Assignment> assignments = new ArrayList<>();
        for (Waiting next : waiting) {
            Load least = null;
            TritonInstance chosen = null;
            for (InstanceView candidate : fleet.candidates(next)) {
                Load load = loads.get(candidate.instance());
                if (least == null || load.isLessThan(least)) {
                    least = load;
                    chosen = candidate.instance();
                }
            }
            if (chosen != null) {
                loads.put(chosen, new Load(least.calls() + 1, ++choices));
                assignments.add(new Assignment(chosen, List.of(next)));
            }
        }
        return Decision.of(assignments);
    }

    private record Load(int calls, long lastChosen) {

        private boolean isLessThan(Load other) {
            return calls < other.calls || (calls == other.calls && lastChosen < other.lastChosen);
        }
    }
}
