package dev.diffract.builder.planning.mig;

/**
 * A profile at a place on the axis of memory units.
 *
 * @param start first memory unit, one of the profile's starts
 */
public record Placement(MigProfile profile, int start) {

    public Placement {
        if (!profile.starts().contains(start)) {
            throw new IllegalArgumentException(profile + " cannot start at " + start + ", only at " + profile.starts());
        }
    }

    /** The first unit after the instance. */
    public int end() {
        return start + profile.memoryUnits();
    }

    public boolean overlaps(Placement other) {
        return start < other.end() && other.start < end();
    }

    /** As {@code nvidia-smi mig -cgi} takes it: {@code id:start}. */
    public String request() {
        return profile.id() + ":" + start;
    }

    @Override
    public String toString() {
        return profile + "@" + start;
    }
}
