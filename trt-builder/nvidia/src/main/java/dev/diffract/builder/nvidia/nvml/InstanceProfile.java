package dev.diffract.builder.nvidia.nvml;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A MIG profile that a card offers.
 *
 * @param name as this driver prints it, such as {@code 1g.10gb}; empty if it does not say
 * @param id for creating instances
 * @param sms streaming multiprocessors
 * @param memoryMib memory in MiB
 * @param max instances that can exist at once
 * @param free how many more could be created now; empty if not known
 * @param size memory units; 0 if not known
 * @param starts memory units it may start at, ascending; empty if not known
 */
public record InstanceProfile(
        Optional<String> name,
        int id,
        int sms,
        int memoryMib,
        int max,
        OptionalInt free,
        int size,
        List<Integer> starts) {

    public InstanceProfile {
        starts = List.copyOf(starts);
    }
}
