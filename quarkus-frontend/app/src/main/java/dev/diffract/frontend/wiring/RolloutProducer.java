package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.rollout.Rollout;
import dev.diffract.frontend.core.rollout.Rollouts;
import dev.diffract.frontend.core.rollout.UnderWay;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.metrics.SwitchMetrics;
import dev.diffract.frontend.service.FleetException;
import dev.diffract.frontend.service.RepositorySource;
import dev.diffract.frontend.triton.ServerOrders;
import dev.diffract.frontend.triton.TritonChannels;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Builds what switches models. */
@Dependent
class RolloutProducer {

    private static final Logger LOG = Logger.getLogger(RolloutProducer.class);

    /** Engines of a large model take minutes. */
    private static final Duration LOADING = Duration.ofMinutes(10);

    @Produces
    @Singleton
    RepositorySource repositories() {
        return directory -> {
            MissingRepository.sentence(directory).ifPresent(sentence -> {
                throw new FleetException(FleetException.Reason.UNKNOWN_REPOSITORY, sentence);
            });
            try {
                return Repositories.of(directory, "repository");
            } catch (WrongConfiguration wrong) {
                throw new FleetException(FleetException.Reason.WRONG_REPOSITORY, wrong.getMessage());
            }
        };
    }

    @Produces
    @Singleton
    Rollouts rollouts(
            DiffractConfig config,
            LiveCatalog catalog,
            InstanceRegistry registry,
            TritonChannels channels,
            UnderWay work,
            SwitchMetrics metrics,
            Workers workers) {
        return new Rollouts(
                catalog,
                registry,
                new ServerOrders(channels, LOADING),
                work,
                config.fleet().silence(),
                new Execution(workers.compute(), workers.timer(), InstantSource.system()),
                status -> {
                    metrics.seen(status);
                    tell(status);
                });
    }

    @Produces
    @Singleton
    UnderWay underWay(GenerateImages pictures, Dispatcher dispatcher) {
        return new UnderWay() {
            @Override
            public int begun(Checkpoint checkpoint) {
                return pictures.begun(checkpoint);
            }

            @Override
            public void startAgain(Checkpoint checkpoint, Checkpoint instead) {
                pictures.startAgain(checkpoint, instead);
            }

            @Override
            public int calls(TritonInstance instance) {
                return dispatcher.statistics(instance).inFlight();
            }
        };
    }

    private static void tell(Rollout.Status status) {
        LOG.infof(
                "switch from %s to %s: %s, %d of %d slices have it, %d %% of new pictures%s",
                CheckpointName.of(status.from()),
                CheckpointName.of(status.to()),
                status.phase().name().toLowerCase(Locale.ROOT),
                status.switched(),
                status.slices(),
                Math.round(100 * status.part()),
                status.reason().map(reason -> ". " + reason).orElse(""));
    }
}
