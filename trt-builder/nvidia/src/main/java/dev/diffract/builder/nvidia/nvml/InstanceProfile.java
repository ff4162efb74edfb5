package dev.diffract.builder.nvidia.nvml;

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
 * @param places where they may stand
 */
public record InstanceProfile(
        Optional<String> name, int id, int sms, int memoryMib, int max, OptionalInt free, Places places) {

    public InstanceProfile with(Places known) {
        return new InstanceProfile(name, id, sms, memoryMib, max, free, known);
    }
}
