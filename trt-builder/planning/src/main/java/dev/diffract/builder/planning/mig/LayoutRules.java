package dev.diffract.builder.planning.mig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may stand beside what. */
final class LayoutRules {

    private LayoutRules() {}

    /** Why the driver would refuse a further instance beside others, or nothing if it would not. */
    static Optional<String> objection(GpuModel gpu, List<Placement> others, Placement next) {
        if (next.end() > gpu.axis()) {
            return Optional.of(next + " ends after the last memory unit");
        }
        for (Placement other : others) {
            if (other.overlaps(next)) {
                return Optional.of(other + " and " + next + " overlap");
            }
        }
        List<MigProfile> profiles = new ArrayList<>(others.size());
        others.forEach(other -> profiles.add(other.profile()));
        return company(gpu, profiles, next.profile());
    }

    /**
     * The rules that do not depend on places: the media engines, and the number of instances of a profile.
     *
     * <p>Of the engines only optical flow is counted. The published numbers of decoders, encoders and JPEG engines do not add up on every
     * card (some give one decoder to each small instance and one to the whole card), so a sum would refuse what the driver allows.
     */
    static Optional<String> company(GpuModel gpu, List<MigProfile> others, MigProfile next) {
        int same = 0;
        int opticalFlow = next.media().opticalFlow();
        for (MigProfile other : others) {
            if (takesAllEngines(other) && next.media().any()) {
                return Optional.of(other + " takes every media engine, and " + next + " needs some");
            }
            if (takesAllEngines(next) && other.media().any()) {
                return Optional.of(next + " takes every media engine, and " + other + " needs some");
            }
            opticalFlow += other.media().opticalFlow();
            if (other.media().opticalFlow() > 0
                    && next.media().opticalFlow() > 0
                    && opticalFlow > gpu.whole().media().opticalFlow()) {
                return Optional.of(other + " and " + (other.equals(next) ? "another " : "") + next
                        + " both need the card's only optical-flow engine");
            }
            same += other.id() == next.id() ? 1 : 0;
        }
        if (same >= next.max()) {
            return Optional.of(next + " may exist "
                    + (next.max() == 1 ? "only once" : "at most " + next.max() + " times")
                    + ": it starts at unit " + Words.or(next.starts()) + " only");
        }
        return Optional.empty();
    }

    private static boolean takesAllEngines(MigProfile profile) {
        return profile.attributes().contains(ProfileAttribute.ME_ALL);
    }
}
