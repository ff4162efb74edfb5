package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.plan.GpuSpec;
import java.util.List;

/** What was chosen for the goal of one entry of a plan. */
public sealed interface Choice {

    GpuSpec gpu();

    /** Pictures per hour of all cards of the entry, each slice drawing one after the other. */
    double picturesPerHour();

    /**
     * Slices.
     *
     * @param layout of each card
     * @param assessments of every profile that could serve, smallest first
     */
    record Cut(GpuSpec gpu, Layout layout, List<Assessment> assessments) implements Choice {

        public Cut {
            assessments = List.copyOf(assessments);
        }

        /** What a slice of the layout does. */
        public SliceFigures figures(String profile) {
            return assessments.stream()
                    .filter(assessment -> assessment.profile().name().equals(profile))
                    .findFirst()
                    .orElseThrow()
                    .figures();
        }

        @Override
        public double picturesPerHour() {
            return gpu.count()
                    * layout.placements().stream()
                            .mapToDouble(placement ->
                                    figures(placement.profile().name()).picturesPerHour())
                            .sum();
        }
    }

    /**
     * A card without MIG that servers share.
     *
     * @param servers on each card
     * @param figures of one server while the others rest
     */
    record Shared(GpuSpec gpu, int servers, SliceFigures figures) implements Choice {

        /** While all servers draw, each gets its share of the card's time. */
        public double busyPictureMillis() {
            return servers * figures.pictureMillis();
        }

        @Override
        public double picturesPerHour() {
            return gpu.count() * figures.picturesPerHour();
        }
    }
}
