package dev.diffract.builder.mig;

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
        return company(gpu, others.stream().map(Placement::profile).toList(), next.profile());
    }

    /**
     * The rules that do not depend on places: the number of instances of a profile, and the media engines.
     *
     * <p>Only optical flow is counted. The published numbers of decoders, encoders and JPEG engines do not add up on every card (some
     * give one decoder to each small instance and one to the whole card), so a sum would refuse what the driver allows.
     */
    static Optional<String> company(GpuModel gpu, List<MigProfile> others, MigProfile next) {
        long same = others.stream().filter(next::equals).count();
        if (same >= next.max()) {
            return Optional.of(next + " may exist " + times(next.max()) + " on a " + gpu);
        }
        int opticalFlow = next.media().opticalFlow()
                + others.stream().mapToInt(other -> other.media().opticalFlow()).sum();
        if (opticalFlow > gpu.whole().media().opticalFlow()) {
            MigProfile owner = others.stream()
                    .filter(other -> other.media().opticalFlow() > 0)
                    .findFirst()
                    .orElse(next);
            return Optional.of(owner + " and " + next + " both need the card's only optical-flow engine");
        }
        for (MigProfile other : others) {
            if (takesAllEngines(other) && next.media().any()
                    || takesAllEngines(next) && other.media().any()) {
                MigProfile taker = takesAllEngines(other) ? other : next;
                MigProfile left = takesAllEngines(other) ? next : other;
                return Optional.of(taker + " takes all media engines, and " + left + " needs some");
            }
        }
        return Optional.empty();
    }

    private static boolean takesAllEngines(MigProfile profile) {
        return profile.attributes().contains(ProfileAttribute.ME_ALL);
    }

    private static String times(int count) {
        return count == 1 ? "only once" : "at most " + count + " times";
    }
}
