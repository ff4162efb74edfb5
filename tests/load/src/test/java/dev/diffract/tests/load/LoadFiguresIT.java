package dev.diffract.tests.load;

import dev.diffract.frontend.core.dispatch.policy.LateBinding;
import dev.diffract.frontend.core.dispatch.simulation.Simulation;
import dev.diffract.frontend.core.dispatch.simulation.Simulation.Arrival;
import dev.diffract.tests.harness.BuiltRepository;
import dev.diffract.tests.harness.EmbeddedServer;
import dev.diffract.tests.harness.Figures;
import dev.diffract.tests.harness.Figures.Baseline;
import dev.diffract.tests.harness.FrontendServer;
import dev.diffract.tests.harness.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The figures of {@code docs/dispatch.md} that are not simulated: four unequal slices, real frontends, HTTP and gRPC between them. The routers that
 * it is held against give whole pictures to frontends with one slice each, at the same arrivals in the same run. Measures and reports; only
 * that every picture comes is a matter of the test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LoadFiguresIT {

    /** Of the simulation, in seconds: long against what HTTP, gRPC and two busy cores add to a step. */
    private static final double UNIT = 0.06;

    private static final int PICTURES = Integer.getInteger("load.pictures", 300);
    private static final int STEPS = 20;
    private static final int BATCH = 4;
    private static final int WAITING = 64;
    private static final double LOAD = 0.8;
    private static final long SEED = 1;
    private static final String WIDE = "-Ddiffract.generation.max-queued=4096";

    @TempDir
    static Path directory;

    private final Figures figures = new Figures("load");
    private final Pictures pictures = new Pictures();
    private final Map<String, CompletableFuture<byte[]>> answers = PacedSlice.noAnswers();
    private Path repository;
    private EmbeddedServer behind;
    private final List<PacedSlice> slices = new ArrayList<>();

    @BeforeAll
    void startWhatIsServed() {
        repository = BuiltRepository.of(
                directory,
                Programs.demoModel(),
                directory.resolve("repository"),
                "--max-batch",
                Integer.toString(BATCH));
        behind = EmbeddedServer.start("behind", repository, directory);
    }

    @AfterAll
    void stop() {
        slices.forEach(PacedSlice::close);
        behind.close();
        figures.report();
    }

    @Test
    void picturesThatComeAtRandomWaitShorterThanBehindAnyRouter() {
        List<Arrival> arrivals = Simulation.arrivals(SEED, PICTURES, LOAD, false);
        double[] ours;
        try (Fleet fleet = new Fleet(1)) {
            ours = latencies(arrivals, fleet, () -> 0);
        }
        double[] random;
        double[] least;
        double[] weighted;
        try (Fleet fleet = new Fleet(Simulation.units().length)) {
            random = latencies(arrivals, fleet, fleet.routed(Router.WEIGHTED_RANDOM));
            least = latencies(arrivals, fleet, fleet.routed(Router.LEAST_CONNECTIONS));
            weighted = latencies(arrivals, fleet, fleet.routed(Router.WEIGHTED_LEAST_CONNECTIONS));
        }
        double best = Math.min(Pictures.p99(random), Pictures.p99(least));
        figures.add(
                "p99.equal-steps.load-0.8",
                Pictures.p99(ours) / best,
                "of-better-of-weighted-random-and-least-connections",
                "<=",
                0.55,
                Optional.of(new Baseline("seconds", best)));
        double nginx = Pictures.p99(weighted);
        figures.add(
                "p99.equal-steps.load-0.8.weighted",
                Pictures.p99(ours) / nginx,
                "of-weighted-least-connections",
                "<=",
                0.95,
                Optional.of(new Baseline("seconds", nginx)));
        double simulated = simulated(arrivals);
        figures.add(
                "mean.equal-steps.load-0.8",
                Pictures.mean(ours) / simulated,
                "of-the-simulation",
                "<=",
                1.1,
                Optional.of(new Baseline("seconds", simulated)));
    }

    @Test
    void withSixtyFourPicturesUnderWayNothingIdlesAndTheLossOfTheFastestCostsItsShare() {
        try (Fleet fleet = new Fleet(1);
                Crowd crowd = new Crowd(fleet.frontends.get(0).base())) {
            double whole = crowd.stepsPerSecond(Duration.ofSeconds(60));
            double sum = Simulation.capacity() / UNIT;
            figures.add(
                    "throughput.waiting-64",
                    whole / sum,
                    "of-the-sum-of-the-slices",
                    ">=",
                    0.95,
                    Optional.of(new Baseline("steps-per-second", sum)));
            double[] units = Simulation.units();
            double fastest = 1 / units[units.length - 1];
            double share = fastest
                    / IntStream.range(0, units.length)
                            .mapToDouble(i -> 1 / units[i])
                            .sum();
            fleet.own.get(fleet.own.size() - 1).close();
            double left = crowd.stepsPerSecond(Duration.ofSeconds(60));
            figures.add(
                    "throughput-lost.fastest-dies",
                    (1 - left / whole) / share,
                    "of-its-share",
                    "<=",
                    1.1,
                    Optional.of(new Baseline("share", share)));
        }
    }

    private static double simulated(List<Arrival> arrivals) {
        Simulation simulation = new Simulation(new LateBinding(), SEED, UNIT);
        simulation.run(arrivals);
        return UNIT
                * simulation.ended().stream()
                        .mapToDouble(Simulation.Picture::latency)
                        .average()
                        .orElseThrow();
    }

    private double[] latencies(List<Arrival> arrivals, Fleet fleet, IntSupplier chosen) {
        List<CompletableFuture<Double>> asked = new ArrayList<>();
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            Pictures.sleepUntil(begun + (long) (arrival.at() * UNIT * 1e9));
            int at = chosen.getAsInt();
            fleet.has[at].incrementAndGet();
            asked.add(pictures.ask(fleet.frontends.get(at).base(), arrival.steps())
                    .whenComplete((seconds, failure) -> fleet.has[at].decrementAndGet()));
        }
        return asked.stream().mapToDouble(CompletableFuture::join).toArray();
    }

    /** Frontends before new slices of all units: one for all of them, or one for each; warmed. */
    private final class Fleet implements AutoCloseable {

        private final List<PacedSlice> own = new ArrayList<>();
        private final List<FrontendServer> frontends = new ArrayList<>();
        private final AtomicInteger[] has;

        Fleet(int count) {
            double[] units = Simulation.units();
            for (int i = 0; i < units.length; i++) {
                own.add(new PacedSlice(behind, answers, new Pace(units[i] * UNIT * 1000, 1, SEED + i)));
            }
            slices.addAll(own);
            List<String> targets = IntStream.range(0, units.length)
                    .mapToObj(i -> "slice" + i + "=" + own.get(i).target())
                    .toList();
            for (int i = 0; i < count; i++) {
                String before = count == 1 ? String.join(",", targets) : targets.get(i);
                frontends.add(FrontendServer.start("frontend" + i, repository, before, directory, WIDE));
            }
            has = IntStream.range(0, count).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
            warm();
        }

        /** So that programs are compiled and times learned. */
        private void warm() {
            frontends.stream()
                    .flatMap(frontend -> IntStream.range(0, 2 * BATCH * own.size() / frontends.size())
                            .mapToObj(i -> pictures.ask(frontend.base(), STEPS)))
                    .collect(Collectors.toList())
                    .forEach(CompletableFuture::join);
        }

        IntSupplier routed(Router router) {
            Random random = new Random(SEED);
            return () -> {
                int[] now =
                        IntStream.range(0, has.length).map(i -> has[i].get()).toArray();
                return router.choose(now, Simulation.units(), random);
            };
        }

        @Override
        public void close() {
            frontends.forEach(FrontendServer::close);
            own.forEach(PacedSlice::close);
        }
    }

    /** Pictures, each of which is followed by another as soon as it is done. */
    private final class Crowd implements AutoCloseable {

        private final URI frontend;
        private final AtomicBoolean ends = new AtomicBoolean();
        private final AtomicLong done = new AtomicLong();
        private final List<CompletableFuture<Void>> all = new ArrayList<>();

        Crowd(URI frontend) {
            this.frontend = frontend;
            for (int i = 0; i < WAITING; i++) {
                all.add(next());
            }
        }

        private CompletableFuture<Void> next() {
            return pictures.ask(frontend, STEPS).thenCompose(seconds -> {
                done.incrementAndGet();
                return ends.get() ? CompletableFuture.completedFuture(null) : next();
            });
        }

        /** Counted from after a tenth of the time on. */
        double stepsPerSecond(Duration time) {
            long begun = System.nanoTime() + time.toNanos() / 10;
            Pictures.sleepUntil(begun);
            long before = done.get();
            Pictures.sleepUntil(begun + time.toNanos());
            return (done.get() - before) * STEPS / ((System.nanoTime() - begun) / 1e9);
        }

        @Override
        public void close() {
            ends.set(true);
            all.forEach(CompletableFuture::join);
        }
    }
}
