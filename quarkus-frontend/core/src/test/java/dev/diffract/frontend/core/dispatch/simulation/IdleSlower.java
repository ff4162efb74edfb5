package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.simulation.VirtualPicture.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a slice has had nothing to do while the faster ones, however they share it, could not have done all that waits in half of the time of its own
 * call. Asked only while nothing but one class is drawn: a lower one leaves slices idle for those of a higher one that come back.
 */
final class IdleSlower {

    /** Of the time of its own call: by the rules it takes nothing where the faster ones would be done in 0.3 of that, as they reckon it. */
    private static final double PART = 0.5;

    private final double most;
    private final Map<VirtualSlice, Double> since = new HashMap<>();
    private int looks;

    /** @param most seconds that it may */
    IdleSlower(double most) {
        this.most = most;
    }

    void look(World world) {
        List<VirtualPicture> waiting =
                world.pictures().stream().filter(VirtualPicture::waitsForSlice).toList();
        boolean oneClass = world.pictures().stream()
                        .filter(one -> one.state() == State.DRAWN)
                        .map(VirtualPicture::priority)
                        .distinct()
                        .count()
                == 1;
        for (VirtualSlice slice : world.slices()) {
            if (!oneClass || waiting.isEmpty() || !slice.underWay().isEmpty() || !wouldHelp(slice, waiting, world)) {
                since.remove(slice);
                continue;
            }
            looks++;
            double begun = since.computeIfAbsent(slice, first -> world.seconds());
            assertThat(world.seconds() - begun)
                    .as("seconds that %s idles", slice.instance().name())
                    .isLessThanOrEqualTo(most);
        }
    }

    /** Looks at a slice that idled although it would help: what is found out by none says nothing. */
    int looks() {
        return looks;
    }

    private static boolean wouldHelp(VirtualSlice slice, List<VirtualPicture> waiting, World world) {
        int largest = waiting.stream().mapToInt(VirtualPicture::elements).max().orElseThrow();
        double time = PART * slice.seconds(Math.min(slice.batch(), waiting.size()), largest);
        double numbers = waiting.stream().mapToInt(VirtualPicture::elements).sum();
        double done = 0;
        for (VirtualSlice faster : world.slices()) {
            if (faster.seconds(1, 1) < slice.seconds(1, 1)) {
                double each = faster.seconds(faster.batch(), 1) / faster.batch();
                done += Math.max(0, time - faster.busyFor()) / each;
            }
        }
        return done < numbers;
    }
}
