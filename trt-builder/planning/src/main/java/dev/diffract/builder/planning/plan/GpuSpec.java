package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.GpuModel;
import java.util.List;
import java.util.Optional;

/**
 * Cards of one model that are cut alike. Has either slices or a goal.
 *
 * @param name unique in the plan
 * @param model the card; empty if it is to be detected
 * @param count cards, at least 1
 * @param slices slices of each card; empty with a goal
 * @param goal what to choose slices for; empty with slices
 * @param location where the plan file says so, for messages
 */
public record GpuSpec(
        String name,
        Optional<GpuModel> model,
        int count,
        List<SliceSpec> slices,
        Optional<Goal> goal,
        Location location) {

    public GpuSpec {
        slices = List.copyOf(slices);
    }
}
