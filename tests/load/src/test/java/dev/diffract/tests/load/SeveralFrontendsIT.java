package dev.diffract.tests.load;

import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real frontends that know nothing of one another before the same slices, against one, with 64 pictures under way in all. Measures and reports. */
class SeveralFrontendsIT {

    private static final double UNIT = 0.06;
    private static final Duration TIME = Duration.ofSeconds(60);

    private final Pictures pictures = new Pictures();

    @Test
    void twoDoAsMuchAsOneThatKnowsAll(@TempDir Path directory) {
        Figures figures = new Figures("load");
        try (Served served = new Served(directory)) {
            double one = stepsPerSecond(served, 1);
            figures.add(
                    "throughput.two-frontends",
                    stepsPerSecond(served, 2) / one,
                    "of-one-frontend",
                    ">=",
                    0.9,
                    Optional.of(new Baseline("steps-per-second", one)));
            figures.report();
        }
    }

    private double stepsPerSecond(Served served, int frontends) {
        try (PacedFleet fleet = PacedFleet.shared(served, UNIT, frontends, pictures);
                Crowd crowd = new Crowd(pictures, fleet)) {
            return crowd.stepsPerSecond(TIME);
        }
    }
}
