package dev.diffract.frontend.core.dispatch.policy;

import java.time.Instant;
import java.util.List;

/**
 * Says which work goes to which instance, and when. A pure function: the same arguments give the same decision, whoever asks
 * and however often. It chooses among {@link FleetView#candidates} only, gives each work away once at most, and is quick: it
 * is asked for every call. A decision that breaks these rules, or none at all because it throws, ends all work that it was asked about
 * as a fault of this program.
 */
public interface DispatchPolicy {

    /**
     * @param waiting what may go now, the oldest first; some instance can do each
     * @param now no deadline in {@code waiting} is over
     */
    Decision decide(List<Waiting> waiting, FleetView fleet, Instant now);
}
