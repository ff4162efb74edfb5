package dev.diffract.frontend.core.dispatch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The work in a call that somebody still waits for. Thread-safe. */
final class Wanted {

    private final List<PendingCall<?>> all;
    private final Set<PendingCall<?>> left = Collections.newSetFromMap(new IdentityHashMap<>());

    Wanted(List<PendingCall<?>> all) {
        this.all = all;
        left.addAll(all);
    }

    /** Whether nobody waits for any of it now, and somebody did before. */
    synchronized boolean removesLast(PendingCall<?> call) {
        return left.remove(call) && left.isEmpty();
    }

    synchronized boolean isEmpty() {
        return left.isEmpty();
    }

    synchronized boolean contains(PendingCall<?> call) {
        return left.contains(call);
    }

    /** In the order in which it is in the call. */
    synchronized List<PendingCall<?>> calls() {
        return all.stream().filter(left::contains).toList();
    }
}
