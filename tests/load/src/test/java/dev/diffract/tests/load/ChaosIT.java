package dev.diffract.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.Collector;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import dev.diffract.tests.load.ChaosSlice.Checkpoints;
import dev.diffract.tests.load.ChaosSlice.Fault;
import dev.diffract.tests.load.Drawings.Drawing;
import dev.diffract.tests.load.ExtraWaits.Extra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures at 80 % of what four unequal slices can do, while slices are killed, stopped, slowed, lie and start again with another checkpoint, and
 * all of them vanish once: none is lost, each is the picture that is drawn when nothing happens, and what a fault touches waits for little more than
 * it must. What is done when, and which pictures come when, is drawn from {@code -Dchaos.seed}, which is printed.
 */
class ChaosIT {

    private static final int PICTURES = Integer.getInteger("chaos.pictures", 200);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final double LOAD = 0.8;

    /** Of the simulation, in seconds: the two cores of a small machine compute these steps, too. */
    private static final double UNIT = 0.12;

    private static final Duration BLACKOUT = Duration.ofSeconds(60);

    /** After this all spans have been told. */
    private static final Duration TOLD = Duration.ofSeconds(3);

    /**
     * A slow machine has more to compute than it can: no picture is to be too late for that, and all may wait although they come from one address, as
     * they do after all slices were away.
     */
    private static final List<String> PATIENT = List.of(
            "-Ddiffract.generation.deadline=30m",
            "-Ddiffract.generation.max-queued=" + PICTURES,
            "-Ddiffract.generation.max-queued-per-caller=" + PICTURES);

    @TempDir
    Path directory;

    private final List<ChaosSlice> slices = new ArrayList<>();

    @Test
    void noPictureIsLostAndNoneIsWrongAndNoneWaitsForLong() throws IOException {
        System.out.println("chaos: -Dchaos.seed=" + SEED + " -Dchaos.pictures=" + PICTURES);
        Path own = BuiltRepository.of(directory, Programs.demoModel(), directory.resolve("repository"));
        Path model = OtherWeights.of(Programs.demoModel(), directory.resolve("other-model"));
        Path other = BuiltRepository.of(directory, model, directory.resolve("other"), "--name", "demo");
        try (Collector traces = new Collector(Collector.Protocol.GRPC)) {
            double[] units = Simulation.units();
            for (int i = 0; i < units.length; i++) {
                slices.add(new ChaosSlice(
                        "slice-" + i,
                        new Checkpoints(own, other),
                        directory,
                        new Pace(units[i] * UNIT * 1000, 2, SEED + i)));
            }
            String targets =
                    String.join(",", slices.stream().map(ChaosSlice::target).toList());
            String[] properties = Stream.concat(PATIENT.stream(), Stream.of(traces.properties()))
                    .toArray(String[]::new);
            try (FrontendServer frontend = FrontendServer.start("frontend", own, targets, directory, properties)) {
                draw(new Drawings(frontend.base()), traces);
            }
        } finally {
            slices.forEach(ChaosSlice::close);
        }
    }

    private void draw(Drawings drawings, Collector traces) {
        drawings.remember();
        List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false).stream()
                .map(arrival ->
                        new Arrival(arrival.at() * Drawings.cost() * Drawings.STEPS / arrival.steps(), Drawings.STEPS))
                .toList();
        Chaos faults = new Chaos(slices, SEED, BLACKOUT);
        Thread chaos = new Thread(faults, "chaos");
        chaos.start();
        List<CompletableFuture<Drawing>> asked = new ArrayList<>();
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            Pictures.sleepUntil(begun + (long) (arrival.at() * UNIT * 1e9));
            asked.add(drawings.ask(asked.size() % Drawings.KINDS));
        }
        List<Drawing> done = asked.stream().map(CompletableFuture::join).toList();
        faults.end();
        await(chaos);
        Pictures.sleepUntil(System.nanoTime() + TOLD.toNanos());
        List<Extra> extras = new ExtraWaits(faults.happened(), ToldCalls.of(traces.spans())).all();
        report(done, extras);
        assertThat(faults.happened()).extracting(Happened::fault).contains(Fault.values());
        assertThat(done).allSatisfy(drawing -> {
            assertThat(drawing.status()).as(drawing.body()).isEqualTo(200);
            assertThat(drawing.difference()).as(drawing.asked()).isLessThanOrEqualTo(drawing.allowed());
        });
        assertThat(extras).as("pictures that a fault touched").isNotEmpty();
    }

    private static double kept(List<Extra> extras) {
        return 1 - (double) extras.stream().filter(Extra::isTooLong).count() / Math.max(1, extras.size());
    }

    private static void await(Thread chaos) {
        try {
            chaos.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(List<Drawing> done, List<Extra> extras) {
        Figures figures = new Figures("chaos");
        double lost = done.stream().filter(drawing -> drawing.status() != 200).count();
        double wrong = done.stream()
                .filter(drawing -> drawing.status() == 200 && drawing.difference() > drawing.allowed())
                .count();
        Optional<Baseline> all = Optional.of(new Baseline("pictures", done.size()));
        figures.add("lost", lost, "pictures", "<=", 0, all);
        figures.add("wrong", wrong, "pictures", "<=", 0, all);
        figures.add(
                "extra-wait",
                extras.stream()
                        .mapToDouble(extra -> extra.seconds() / extra.allowed())
                        .max()
                        .orElse(0),
                "of-two-steps-and-a-second",
                "<=",
                1,
                Optional.of(new Baseline("touched-pictures", extras.size())));
        figures.add("extra-wait.kept", kept(extras), "of-touched-pictures", ">=", 1, Optional.empty());
        ExtraWaits.print(extras);
        figures.report();
        System.out.printf(
                Locale.ROOT,
                "chaos: %d requests were refused and asked again; the longest took %.1f s%n",
                done.stream().mapToInt(Drawing::refused).sum(),
                done.stream().mapToDouble(Drawing::seconds).max().orElseThrow());
    }
}
