package dev.diffract.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.load.Drawings.Drawing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures at 80 % of what four unequal slices can do, while slices are killed, stopped, slowed and lie, and all of them vanish once: none is lost,
 * and each is the picture that is drawn when nothing happens. What is done when, and which pictures come when, is drawn from
 * {@code -Dchaos.seed}, which is printed.
 */
class ChaosIT {

    private static final int PICTURES = Integer.getInteger("chaos.pictures", 200);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final double LOAD = 0.8;

    /** Of the simulation, in seconds: the two cores of a small machine compute these steps, too. */
    private static final double UNIT = 0.12;

    private static final Duration BLACKOUT = Duration.ofSeconds(60);

    /** A slow machine has more to compute than it can: no picture is to be too late for that. */
    private static final String PATIENT = "-Ddiffract.generation.deadline=30m";

    @TempDir
    Path directory;

    private final List<ChaosSlice> slices = new ArrayList<>();

    @Test
    void noPictureIsLostAndNoneIsWrong() {
        System.out.println("chaos: -Dchaos.seed=" + SEED + " -Dchaos.pictures=" + PICTURES);
        Path repository = BuiltRepository.of(directory, Programs.demoModel(), directory.resolve("repository"));
        try {
            double[] units = Simulation.units();
            for (int i = 0; i < units.length; i++) {
                slices.add(new ChaosSlice(
                        "slice-" + i, repository, directory, new Pace(units[i] * UNIT * 1000, 2, SEED + i)));
            }
            String targets =
                    String.join(",", slices.stream().map(ChaosSlice::target).toList());
            try (FrontendServer frontend = FrontendServer.start("frontend", repository, targets, directory, PATIENT)) {
                draw(new Drawings(frontend.base()));
            }
        } finally {
            slices.forEach(ChaosSlice::close);
        }
    }

    private void draw(Drawings drawings) {
        drawings.remember();
        List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false).stream()
                .map(arrival -> new Arrival(arrival.at() * Drawings.STEPS / arrival.steps(), Drawings.STEPS))
                .toList();
        Chaos faults = new Chaos(slices, SEED, BLACKOUT);
        Thread chaos = new Thread(faults, "chaos");
        chaos.start();
        Random random = new Random(SEED);
        List<CompletableFuture<Drawing>> asked = new ArrayList<>();
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            Pictures.sleepUntil(begun + (long) (arrival.at() * UNIT * 1e9));
            asked.add(drawings.ask(random.nextInt(Drawings.KINDS)));
        }
        List<Drawing> done = asked.stream().map(CompletableFuture::join).toList();
        faults.end();
        await(chaos);
        report(done);
        assertThat(faults.happened()).as("faults").isGreaterThan(Chaos.BEFORE_BLACKOUT);
        assertThat(done).allSatisfy(drawing -> {
            assertThat(drawing.status()).as(drawing.body()).isEqualTo(200);
            assertThat(drawing.difference()).as(drawing.asked()).isLessThanOrEqualTo(drawing.allowed());
        });
    }

    private static void await(Thread chaos) {
        try {
            chaos.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(List<Drawing> done) {
        Figures figures = new Figures("chaos");
        double lost = done.stream().filter(drawing -> drawing.status() != 200).count();
        double wrong = done.stream()
                .filter(drawing -> drawing.status() == 200 && drawing.difference() > drawing.allowed())
                .count();
        Optional<Baseline> all = Optional.of(new Baseline("pictures", done.size()));
        figures.add("lost", lost, "pictures", "<=", 0, all);
        figures.add("wrong", wrong, "pictures", "<=", 0, all);
        figures.report();
        System.out.printf(
                Locale.ROOT,
                "chaos: %d requests were refused and asked again; the longest took %.1f s%n",
                done.stream().mapToInt(Drawing::refused).sum(),
                done.stream().mapToDouble(Drawing::seconds).max().orElseThrow());
    }
}
