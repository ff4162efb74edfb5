package dev.diffract.frontend.core.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The figures of {@code docs/dispatch.md} of the two classes: interactive pictures that come at a fifth of what the slices do, beside as many
 * of the batch class as always wait, against the same pictures alone. See {@link Figures}.
 */
class ClassFiguresTest {

    private static final int PICTURES = 1200;
    private static final double LOAD = 0.2;
    private static final int BATCH = 64;

    /**
     * @param p99 of the latency of the interactive class
     * @param throughput of both classes together, in times of the sum of the slices
     */
    private record Run(double p99, double throughput) {}

    @Test
    void whoWaitsHardlyFeelsTheBatchClassAndNothingIdles() {
        List<Run> alone = Figures.seeds(seed -> run(seed, 0));
        List<Run> beside = Figures.seeds(seed -> run(seed, BATCH));
        List<Double> ratios = new ArrayList<>();
        for (int seed = 0; seed < alone.size(); seed++) {
            ratios.add(beside.get(seed).p99() / alone.get(seed).p99());
        }
        double ratio = Figures.median(ratios, value -> value);
        assertThat(Figures.told("interactive at load 0.2: p99 beside 64 of the batch class / alone", ratio))
                .isLessThanOrEqualTo(1.5);
        double throughput = Figures.median(beside, Run::throughput);
        assertThat(Figures.told("both classes together / sum of the slices", throughput))
                .isGreaterThanOrEqualTo(0.88);
    }

    /** So many that come one after the other that nothing is ever idle, and some of the batch class, which are patient for a while. */
    @Test
    void nobodyWaitsForEver() {
        Simulation simulation = new Simulation(new LateBinding(), 1);
        Admission admission = simulation.admission();
        for (int i = 0; i < BATCH; i++) {
            picture(simulation, admission, 0, Standing.of(Standing.USUAL));
        }
        Standing patient = new Standing(Standing.BATCH, simulation.time(1000));
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            simulation.ask(
                    admission, "another", new Arrival(0, 20, patient), () -> {}, (units, said) -> took.add(units));
        }
        simulation.until(1000);
        assertThat(took).isEmpty();
        simulation.until(2000);
        assertThat(took).hasSize(10);
    }

    private static Run run(long seed, int batch) {
        Simulation simulation = new Simulation(new LateBinding(), seed);
        Admission admission = simulation.admission();
        for (int i = 0; i < batch; i++) {
            picture(simulation, admission, 0, Standing.of(Standing.BATCH));
        }
        double[] latencies = new double[PICTURES];
        int[] ended = {0};
        for (Arrival arrival : Simulation.arrivals(seed, PICTURES, LOAD, false)) {
            simulation.at(
                    arrival.at(),
                    () -> simulation.ask(
                            admission,
                            "somebody",
                            arrival.steps(),
                            () -> {},
                            (took, said) -> latencies[ended[0]++] = took));
        }
        double time = 0;
        while (ended[0] < PICTURES) {
            time += 10;
            simulation.until(time);
        }
        return new Run(
                DoubleStream.of(latencies).sorted().toArray()[(int) Math.ceil(0.99 * PICTURES) - 1],
                simulation.steps() / time / Simulation.capacity());
    }

    /** One ends, and the next comes. */
    private static void picture(Simulation simulation, Admission admission, double now, Standing standing) {
        simulation.ask(
                admission,
                "another",
                new Arrival(now, 20, standing),
                () -> {},
                (took, said) -> picture(simulation, admission, now + took, standing));
    }
}
