package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.connection.ConnectionLimit;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.intake.Drawings;
import dev.diffract.frontend.intake.Intake;
import dev.diffract.frontend.intake.Pace;
import dev.diffract.frontend.intake.SlowSenders;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The gate before everything that people send, as wide as memory and processors are. */
@Dependent
class IntakeProducer {

    /**
     * What the program takes itself of the heap, with what it makes for a moment: 23 MiB are left of one that has drawn (G1, after a
     * collection), and the rest is for calls to slices and for the picture of each processor that is being made. It belongs to no share:
     * of 128 MiB, intake has 0.4 of 96 MiB, what is drawn 0.3 of them, and answers that wait 0.15 of all, which leaves 41 MiB.
     */
    private static final long OWN = 32 << 20;

    /** Less than this reads and draws nothing. */
    private static final long LEAST = 1 << 20;

    /** A connection may be silent for so long after the longest generation. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** Who waits to be drawn is asked once there is somebody: what is wrong with the settings is told before repositories are read for it. */
    @Produces
    @Singleton
    Intake intake(DiffractConfig config, Instance<Admission> admission) {
        return new Intake(
                share(config.intake().memory()),
                Runtime.getRuntime().availableProcessors(),
                config.intake().waiting(),
                new Drawings(
                        share(config.generation().memory()),
                        () -> admission.get().firstOver()));
    }

    private static long share(double ofHeap) {
        return Math.max((long) ((Runtime.getRuntime().maxMemory() - OWN) * ofHeap), LEAST);
    }

    @Produces
    @Singleton
    Pace pace(DiffractConfig config) {
        return new Pace(config.intake().patience(), config.intake().leastRate());
    }

    @Produces
    @Singleton
    SlowSenders slowSenders() {
        return new SlowSenders();
    }

    @Produces
    @Singleton
    ConnectionLimit connections(DiffractConfig config) {
        DiffractConfig.Http http = config.http();
        return new ConnectionLimit(http.maxConnections(), http.maxConnectionsPerAddress(), http.idleTimeout());
    }

    /** An answer may be as far away as a generation is long, and says nothing until then. */
    @Produces
    @Singleton
    HttpServerOptionsCustomizer idleConnections(DiffractConfig config) {
        long seconds = config.generation().deadline().plus(SILENCE).toSeconds();
        int idle = (int) Math.min(seconds, Integer.MAX_VALUE);
        return new HttpServerOptionsCustomizer() {
            @Override
            public void customizeHttpServer(HttpServerOptions options) {
                options.setIdleTimeout(idle).setIdleTimeoutUnit(TimeUnit.SECONDS);
            }

            @Override
            public void customizeHttpsServer(HttpServerOptions options) {
                customizeHttpServer(options);
            }
        };
    }
}
