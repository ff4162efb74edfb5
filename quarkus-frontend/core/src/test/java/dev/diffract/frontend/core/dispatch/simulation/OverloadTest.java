package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.QueueFullException;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten times as much as the slices can draw is asked for, by ever other callers, in virtual time. */
class OverloadTest {

    private static final int PICTURES = 5000;
    private static final int QUEUED = 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theQueueIsBoundedAndWhatIsRefusedCostsNoStep(long seed) {
        Simulation simulation = new Simulation(new LateBinding(), seed);
        Admission admission = simulation.admission(new Bounds(QUEUED, 2, caller -> 1));
        int[] drawn = {0};
        int[] refused = {0};
        List<Arrival> arrivals = Simulation.arrivals(seed, PICTURES, 10, false);
        double last = arrivals.get(PICTURES - 1).at();
        for (int i = 0; i < PICTURES; i++) {
            String caller = "caller " + i / 4;
            simulation.at(arrivals.get(i).at(), () -> {
                try {
                    simulation.ask(admission, caller, 20, () -> {}, (took, said) -> drawn[0]++);
                } catch (QueueFullException full) {
                    refused[0]++;
                }
                assertThat(admission.queued()).isLessThanOrEqualTo(QUEUED);
                assertThat(admission.active()).isLessThanOrEqualTo(Simulation.MOST_PICTURES);
            });
        }
        simulation.until(last);
        assertThat(simulation.steps() / last / Simulation.capacity())
                .as("what the slices do meanwhile, of what they can")
                .isGreaterThan(0.9);
        simulation.until(2 * last);
        assertThat(refused[0]).isGreaterThan(PICTURES / 2);
        assertThat(drawn[0] + refused[0]).isEqualTo(PICTURES);
        assertThat(simulation.steps()).as("of those that were not refused").isEqualTo(20L * drawn[0]);
        assertThat(admission.queued()).isZero();
        assertThat(admission.active()).isZero();
    }
}
