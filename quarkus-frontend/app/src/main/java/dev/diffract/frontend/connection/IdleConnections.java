package dev.diffract.frontend.connection;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Connections of one port on which nothing is owed and nothing is said, the longest idle first. Thread-safe. */
final class IdleConnections {

    private final Set<HeadDeadline> idle = new LinkedHashSet<>();

    synchronized void add(HeadDeadline connection) {
        idle.remove(connection);
        idle.add(connection);
    }

    synchronized void remove(HeadDeadline connection) {
        idle.remove(connection);
    }

    /** Takes the one that has been idle longest. */
    synchronized Optional<HeadDeadline> takeOldest(Predicate<HeadDeadline> which) {
        for (Iterator<HeadDeadline> oldest = idle.iterator(); oldest.hasNext(); ) {
            HeadDeadline connection = oldest.next();
            if (which.test(connection)) {
                oldest.remove();
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }
}
