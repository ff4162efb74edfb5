package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;

/** How long the fastest slice has had nothing to do while something waited for a slice. */
final class Idle {

    private final double most;
    private double since = Double.NaN;

    /** @param most seconds that it may */
    Idle(double most) {
        this.most = most;
    }

    void look(World world) {
        VirtualSlice fastest = world.slices().stream()
                .min(Comparator.comparingDouble(slice -> slice.seconds(1, 1)))
                .orElseThrow();
        boolean idles =
                fastest.underWay().isEmpty() && world.pictures().stream().anyMatch(VirtualPicture::waitsForSlice);
        if (!idles) {
            since = Double.NaN;
        } else if (Double.isNaN(since)) {
            since = world.seconds();
        } else {
            assertThat(world.seconds() - since)
                    .as("seconds that the fastest slice idles")
                    .isLessThanOrEqualTo(most);
        }
    }
}
