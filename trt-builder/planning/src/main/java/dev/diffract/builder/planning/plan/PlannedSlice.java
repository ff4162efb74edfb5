package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.Placement;

/**
 * A slice with its place.
 *
 * @param spec the entry it comes from; an entry with a count gives several slices
 * @param placement where it is on each card of its entry
 */
public record PlannedSlice(SliceSpec spec, Placement placement) {}
