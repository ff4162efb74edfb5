package dev.diffract.builder.nvidia.nvml;

/** Whether a GPU is cut. */
public enum MigMode {
    ON,
    OFF,
    /** Off, and on after the next reset or reboot. */
    PENDING,
    /** The card has no MIG. */
    UNSUPPORTED,
    /** What was saved on the machine does not tell. */
    UNKNOWN
}
