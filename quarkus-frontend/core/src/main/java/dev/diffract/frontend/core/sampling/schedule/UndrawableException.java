package dev.diffract.frontend.core.sampling.schedule;

/** A run that a sampler cannot make. */
public final class UndrawableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient Obstacle obstacle;

    public UndrawableException(Obstacle obstacle) {
        super("no sampler for this run: " + obstacle);
        this.obstacle = obstacle;
    }

    /** What stands in its way. */
    public Obstacle obstacle() {
        return obstacle;
    }
}
