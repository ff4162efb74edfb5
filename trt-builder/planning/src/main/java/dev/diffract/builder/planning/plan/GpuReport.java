package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.DriverRun;
import dev.diffract.builder.planning.mig.Room;
import dev.diffract.builder.planning.mig.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one entry of a plan. All cards of the entry are cut alike.
 *
 * @param gpu the entry
 * @param verdict whether its slices fit; empty if that is open, because the card is to be detected or there is a goal instead
 * @param slices each slice with its place, in the file's order; empty unless they fit
 * @param room what the slices leave over; empty unless they fit
 * @param driver what the driver would do in the file's order if it were given no starts; empty unless they fit
 */
public record GpuReport(
        GpuSpec gpu,
        Optional<Verdict> verdict,
        List<PlannedSlice> slices,
        Optional<Room> room,
        Optional<DriverRun> driver) {

    public GpuReport {
        slices = List.copyOf(slices);
    }

    static GpuReport open(GpuSpec gpu) {
        return new GpuReport(gpu, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }
}
