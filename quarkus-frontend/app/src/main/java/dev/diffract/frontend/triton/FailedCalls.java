package dev.diffract.frontend.triton;

import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells the log what servers say of calls that failed, which nobody else tells where another slice does the work: the first of each kind
 * since a call of the slice went well. All others are for who debugs. Thread-safe.
 */
final class FailedCalls {

    private static final Logger LOG = Logger.getLogger(FailedCalls.class);

    private final Map<TritonInstance, Set<FailureKind>> told = new ConcurrentHashMap<>();

    void failed(TritonInstance instance, InferenceException failure) {
        if (failure.kind().countsAgainstInstance()) {
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

    /** A call went well, or the instance is gone: the next failure is news. */
    void forget(TritonInstance instance) {
        told.remove(instance);
    }
}
