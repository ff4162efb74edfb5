package dev.diffract.builder.planning.cards;

import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.plan.SliceSpec;

/**
 * One slice of one card.
 *
 * @param number counts over all cards of the plan, from 0
 * @param spec the entry of the plan that it comes from
 * @param placement where it is
 */
public record CardSlice(int number, SliceSpec spec, Placement placement) {

    /** What servers and frontends call it. */
    public String name() {
        return "slice-" + number;
    }
}
