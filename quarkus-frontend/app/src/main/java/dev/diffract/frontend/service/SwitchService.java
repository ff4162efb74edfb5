package dev.diffract.frontend.service;

import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.core.model.Succession;
import dev.diffract.frontend.core.rollout.Rollout;
import dev.diffract.frontend.core.rollout.Rollouts;
import dev.diffract.frontend.core.rollout.SwitchOrder;
import dev.diffract.frontend.service.FleetException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What operators do to switch a model to another checkpoint. */
@ApplicationScoped
public class SwitchService {

    /** Engines of a large model take minutes to load. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Rollouts rollouts;
    private final ModelCatalog catalog;
    private final RepositorySource repositories;

    @Inject
    SwitchService(Rollouts rollouts, ModelCatalog catalog, RepositorySource repositories) {
        this.rollouts = rollouts;
        this.catalog = catalog;
        this.repositories = repositories;
    }

    /**
     * What an operator wants.
     *
     * @param repository directory of the next checkpoint
     * @param canary who draws with it first; empty for everybody as soon as it is everywhere
     * @param inPlace whether slices are to have one checkpoint at a time even where both fit
     * @param grace what has begun may take so long to end
     */
    public record Wanted(String repository, Optional<Share> canary, boolean inPlace, Duration grace) {}

    /**
     * How the latest switch is.
     *
     * @param from the checkpoint before, as requests name it
     * @param to the next one, likewise
     * @param phase {@code rolling}, {@code canary}, {@code ending}, {@code done}, {@code returning} or {@code returned}
     * @param part of new pictures that are drawn with the next one, from 0 to 1; callers that are named not counted
     * @param switched slices that have it
     * @param slices all that are switched
     * @param reason why it was stopped, whom it waits for, or what stays, in sentences
     */
    public record State(
            String from, String to, String phase, double part, int switched, int slices, Optional<String> reason) {

        /** Whether it is neither done nor taken back. */
        public boolean isUnderWay() {
            return !phase.equals("done") && !phase.equals("returned");
        }

        /** Whether it is under way to the next one, so that a reason says whom it waits for and not what went wrong, which is for operators. */
        public boolean isOnItsWay() {
            return isUnderWay() && !phase.equals("returning");
        }

        private static State of(Rollout.Status status) {
            return new State(
                    CheckpointName.of(status.from()),
                    CheckpointName.of(status.to()),
                    status.phase().name().toLowerCase(Locale.ROOT),
                    status.part(),
                    status.switched(),
                    status.slices(),
                    status.reason());
        }
    }

    /** Empty before the first switch. */
    public Optional<State> state() {
        return rollouts.status().map(State::of);
    }

    /**
     * Begins a switch; or, if one to the same checkpoint is under way, changes who draws with it.
     *
     * @throws FleetException if the repository is not there or cannot be read, or takes no place of a model here, or another switch is under way
     */
    public synchronized State begin(Wanted wanted) {
        ModelDefinition next = repositories.read(wanted.repository());
        if (isUnderWayTo(next)) {
            if (!rollouts.proceed(wanted.canary())) {
                throw underWay();
            }
            return state().orElseThrow();
        }
        if (state().filter(State::isUnderWay).isPresent()) {
            throw underWay();
        }
        ModelDefinition now = catalog.models().stream()
                .filter(model -> model.name().equals(next.name()))
                .findFirst()
                .orElseThrow(() -> new FleetException(
                        Reason.WRONG_REPOSITORY,
                        "The repository is of a model '" + next.name() + "', and there are only: "
                                + catalog.models().stream()
                                        .map(ModelDefinition::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
        Succession.obstacle(now, next).ifPresent(why -> {
            throw new FleetException(
                    Reason.WRONG_REPOSITORY,
                    "The repository cannot take the place of " + CheckpointName.of(now.checkpoint()) + ": " + why
                            + ".");
        });
        if (!rollouts.begin(new SwitchOrder(next, wanted.canary(), wanted.inPlace(), wanted.grace(), PATIENCE))) {
            throw underWay();
        }
        return state().orElseThrow();
    }

    /**
     * Goes back to the checkpoint before.
     *
     * @throws FleetException if there is none
     */
    public synchronized State rollBack() {
        if (!rollouts.rollBack()) {
            throw new FleetException(
                    Reason.NOT_SWITCHED, "No model was switched since the frontend started, or it is back already.");
        }
        return state().orElseThrow();
    }

    private boolean isUnderWayTo(ModelDefinition next) {
        return state().filter(State::isUnderWay).isPresent()
                && rollouts.order()
                        .filter(order -> order.next()
                                .checkpoint()
                                .digest()
                                .equals(next.checkpoint().digest()))
                        .isPresent();
    }

    private FleetException underWay() {
        State now = state().orElseThrow();
        return new FleetException(
                Reason.SWITCHING,
                "The switch from " + now.from() + " to " + now.to() + " is under way (" + now.phase() + ").");
    }
}
