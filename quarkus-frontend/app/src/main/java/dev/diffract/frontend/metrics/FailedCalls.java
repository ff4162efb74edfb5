package dev.diffract.frontend.metrics;

import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.EndedCall;
import dev.diffract.frontend.core.dispatch.policy.Stage;
import dev.diffract.frontend.core.fleet.FleetListener;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the log how calls failed, in a server's own words where it has some, which nobody else tells where another slice does the work:
 * the first of each kind since a call of the slice went well. All others are for who debugs. Thread-safe.
 */
public final class FailedCalls implements DispatchListener, FleetListener {

    private static final Logger LOG = Logger.getLogger(FailedCalls.class);

    /** They say nothing of a slice but that it has much to do, or that nobody waits any more. */
    private static final Set<FailureKind> NO_NEWS =
            EnumSet.of(FailureKind.OVERLOADED, FailureKind.EXPIRED, FailureKind.CANCELLED);

    private final Map<TritonInstance, Set<FailureKind>> told = new ConcurrentHashMap<>();
    private final Set<TritonInstance> slow = ConcurrentHashMap.newKeySet();

    @Override
    public void failed(TritonInstance instance, EndedCall call, InferenceException failure) {
        if (!NO_NEWS.contains(failure.kind())) {
            Logger.Level level = isNews(instance, failure.kind()) ? Logger.Level.INFO : Logger.Level.DEBUG;
            LOG.logf(level, "slice %s: a call of %s failed: %s", instance.name(), failure.model(), failure.detail());
        }
    }

    private boolean isNews(TritonInstance instance, FailureKind kind) {
        boolean[] news = new boolean[1];
        told.compute(instance, (key, kinds) -> {
            Set<FailureKind> all = kinds == null ? EnumSet.noneOf(FailureKind.class) : kinds;
            news[0] = all.add(kind);
            return all;
        });
        return news[0];
    }

    /** A slice that looks well and answers nothing fails at nothing either, as long as others can do its work. */
    @Override
    public void hedged(TritonInstance instance, Stage stage) {
        Logger.Level level = slow.add(instance) ? Logger.Level.INFO : Logger.Level.DEBUG;
        LOG.logf(
                level,
                "slice %s: a call takes much longer than such calls did, and is made elsewhere, too",
                instance.name());
    }

    /** The next failure is news. */
    @Override
    public void succeeded(TritonInstance instance, EndedCall call) {
        told.remove(instance);
        slow.remove(instance);
    }

    @Override
    public void removed(TritonInstance instance) {
        told.remove(instance);
        slow.remove(instance);
    }
}
