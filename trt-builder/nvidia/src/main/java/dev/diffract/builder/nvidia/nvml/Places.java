package dev.diffract.builder.nvidia.nvml;

import java.util.List;

/**
 * Where on the axis of memory units instances of a profile may stand.
 *
 * @param starts units, ascending; empty if not known
 * @param size units that an instance takes; 0 if not known
 */
public record Places(List<Integer> starts, int size) {

    public static final Places UNKNOWN = new Places(List.of(), 0);

    public Places {
        starts = List.copyOf(starts);
    }
}
