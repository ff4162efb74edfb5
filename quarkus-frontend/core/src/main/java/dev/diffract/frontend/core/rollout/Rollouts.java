package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.time.Execution;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The switches of models, one at a time, each looked at until it is over. Thread-safe. */
public final class Rollouts {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LiveCatalog catalog;
    private final InstanceRegistry registry;
    private final ServerModels servers;
    private final UnderWay work;
    private final Duration silence;
    private final Execution execution;
    private final Consumer<Rollout.Status> told;
    private @Nullable Rollout latest;
    private @Nullable SwitchOrder order;

    /**
     * @param silence so long nobody else may have asked for a checkpoint before it is unloaded
     * @param told is told how a switch is whenever that changes
     */
    public Rollouts(
            LiveCatalog catalog,
            InstanceRegistry registry,
            ServerModels servers,
            UnderWay work,
            Duration silence,
            Execution execution,
            Consumer<Rollout.Status> told) {
        this.catalog = catalog;
        this.registry = registry;
        this.servers = servers;
        this.work = work;
        this.silence = silence;
        this.execution = execution;
        this.told = told;
    }

    /** How the latest switch is; empty before the first. */
    public synchronized Optional<Rollout.Status> status() {
        return Optional.ofNullable(latest).map(Rollout::status);
    }

    /** What the latest switch is to, and how; empty before the first. */
    public synchronized Optional<SwitchOrder> order() {
        return Optional.ofNullable(order);
    }

    /**
     * Begins a switch.
     *
     * @return whether none was under way
     */
    public synchronized boolean begin(SwitchOrder wanted) {
        if (latest != null && !latest.isOver()) {
            return false;
        }
        Rollout begun = new Rollout(wanted, catalog, registry, servers, work, silence);
        latest = begun;
        order = wanted;
        look(begun, Optional.empty());
        return true;
    }

    /**
     * Changes who draws with the next checkpoint first, or goes on to everybody.
     *
     * @return whether a switch is on its way there
     */
    public synchronized boolean proceed(Optional<Share> canary) {
        return latest != null && latest.proceed(canary);
    }

    /**
     * Goes back to the checkpoint before: by the way that has been made, or by another switch.
     *
     * @return whether there is one
     */
    public synchronized boolean rollBack() {
        if (latest == null || order == null) {
            return false;
        }
        if (latest.stop("An operator wanted it back.", order.grace())) {
            return true;
        }
        return latest.status().phase() == Rollout.Phase.DONE
                && begin(new SwitchOrder(
                        latest.old(), Optional.empty(), order.inPlace(), order.grace(), order.patience()));
    }

    private void look(Rollout rollout, Optional<Rollout.Status> before) {
        execution.later(() -> {
            rollout.goOn(execution.now());
            Rollout.Status status = rollout.status();
            if (before.filter(status::equals).isEmpty()) {
                told.accept(status);
            }
            if (!rollout.isOver()) {
                execution.timer().schedule(PAUSE, () -> look(rollout, Optional.of(status)));
            }
        });
    }
}
