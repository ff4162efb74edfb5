package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.admission.Standing;
import java.util.Optional;
import java.util.stream.Stream;

/** How soon pictures are wanted. */
public enum ServiceClass {
    /** Somebody waits for them. */
    INTERACTIVE("interactive", Standing.USUAL),
    /** Nobody does: they take what the others leave idle, until half of their time is over. */
    BATCH("batch", Standing.BATCH);

    private final String id;
    private final int priority;

    ServiceClass(String id, int priority) {
        this.id = id;
        this.priority = priority;
    }

    /** How users say it. */
    public String id() {
        return id;
    }

    /** Higher is more urgent. */
    public int priority() {
        return priority;
    }

    public static Optional<ServiceClass> find(String id) {
        return Stream.of(values()).filter(one -> one.id.equals(id)).findFirst();
    }
}
