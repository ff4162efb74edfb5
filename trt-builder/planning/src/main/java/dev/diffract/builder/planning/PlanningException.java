package dev.diffract.builder.planning;

/** A plan cannot be compared with a machine, or nothing can be made of it. The message says what was wrong, where, and what would be right. */
public final class PlanningException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PlanningException(String message) {
        super(message);
    }

    public PlanningException(String message, Throwable cause) {
        super(message, cause);
    }
}
