package dev.diffract.builder.planning.mig;

import java.util.List;
import java.util.Set;

/**
 * One kind of GPU instance of one GPU model.
 *
 * @param name as the driver prints it, such as {@code 3g.40gb} or {@code 1g.10gb+me}; a label that follows the memory the driver reports, so
 *     it may differ between driver branches
 * @param otherNames what other driver branches call the same profile
 * @param id for {@code nvidia-smi mig -cgi} and NVML; the same for every driver
 * @param computeSlices compute slices, 1 to 7
 * @param memoryUnits units occupied on the axis, at least 1
 * @param usableMib memory that a program finds in the instance, in MiB; less than the name says
 * @param sms streaming multiprocessors
 * @param copyEngines copy engines
 * @param media media engines
 * @param attributes what the name's suffix says; empty for a plain profile
 * @param starts units at which an instance may start, ascending
 * @param driverOrder the same units in the order in which the driver tries them when it is told none; empty if nobody published it
 * @param max instances of this profile that may exist at once
 * @param doubtful figures above that are estimates; they are on the careful side
 */
public record MigProfile(
        String name,
        List<String> otherNames,
        int id,
        int computeSlices,
        int memoryUnits,
        int usableMib,
        int sms,
        int copyEngines,
        MediaEngines media,
        Set<ProfileAttribute> attributes,
        List<Integer> starts,
        List<Integer> driverOrder,
        int max,
        Set<Figure> doubtful) {

    /** In place of a profile's name: the card without MIG. */
    public static final String WHOLE = "whole";

    public MigProfile {
        otherNames = List.copyOf(otherNames);
        attributes = Set.copyOf(attributes);
        starts = List.copyOf(starts);
        driverOrder = List.copyOf(driverOrder);
        doubtful = Set.copyOf(doubtful);
    }

    /** Whether the profile goes by this name with some driver. */
    public boolean isCalled(String other) {
        return name.equals(other) || otherNames.contains(other);
    }

    /** Whether the name has no suffix. */
    public boolean plain() {
        return attributes.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
