package dev.diffract.builder.planning.mig;

/** A property of a profile that may be doubtful in the catalogue: nobody published it, or sources disagree. The card itself knows. */
public enum Figure {
    /** The number in the name. */
    NAME,
    /** The profile id. */
    ID,
    /** Memory units, allowed starts, and with them the axis. */
    PLACEMENT,
    /** Usable memory. */
    MEMORY,
    SMS,
    COPY_ENGINES,
    MEDIA_ENGINES
}
