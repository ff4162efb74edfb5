package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a generation is drawn by: while it waits, what it was planned by; from its beginning on the same with the checkpoint that was chosen
 * then, which another may follow. Thread-safe.
 */
final class ChosenPlan {

    private final KeptJob job;
    private final ModelCatalog catalog;
    private volatile GenerationPlan plan;
    private volatile State state = State.WAITING;
    private volatile boolean again;
    private volatile @Nullable Suspicion suspicion;

    private enum State {
        WAITING,
        CHOOSING,
        BEGUN
    }

    /** How a picture failed with a checkpoint, as long as it is not known whose fault it was. */
    private record Suspicion(Checkpoint checkpoint, String sentence) {}

    ChosenPlan(KeptJob job, ModelCatalog catalog) {
        this.job = job;
        this.catalog = catalog;
        this.plan = job.job().plan();
    }

    GenerationPlan plan() {
        return plan;
    }

    /**
     * Chooses, but for what has begun before or asked for its very checkpoint.
     *
     * @return how far the pictures are, by index; empty if the job has ended
     * @throws GenerationException if the very checkpoint is not here any more
     */
    Optional<Map<Integer, PictureSnapshot>> begin() {
        state = State.CHOOSING; // before it is chosen: who takes a checkpoint away must not overlook this
        GenerationPlan planned = plan;
        if (planned.isCertain()
                && catalog.find(planned.model().name(), planned.model().digest())
                        .isEmpty()) {
            throw away(planned.model());
        }
        Optional<Map<Integer, PictureSnapshot>> kept = job.begin();
        if (kept.filter(Map::isEmpty).isPresent() && !planned.isCertain()) {
            use(planned.with(
                    catalog.beginning(planned.model(), job.job().caller().name())));
        }
        state = State.BEGUN;
        return kept;
    }

    /** Whether it has begun with a checkpoint, or may be about to. */
    boolean mayBeOf(Checkpoint checkpoint) {
        return state == State.CHOOSING || (state == State.BEGUN && isOf(checkpoint));
    }

    /**
     * Takes another checkpoint, if it has begun with this one.
     *
     * @return whether it had
     * @throws GenerationException if only this one will do
     */
    synchronized boolean change(Checkpoint checkpoint, Checkpoint instead) {
        if (state != State.BEGUN || !isOf(checkpoint)) {
            return false;
        }
        if (plan.isCertain()) {
            throw away(checkpoint);
        }
        again = true;
        use(plan.with(instead));
        return true;
    }

    /**
     * What is to draw in place of its checkpoint, since that is new and may be at fault; empty if it is not, or no other will do.
     */
    Optional<Checkpoint> doubt(GenerationException failure) {
        GenerationPlan failed = plan;
        if (!failure.blamesCheckpoint() || failed.isCertain()) {
            return Optional.empty();
        }
        Optional<Checkpoint> instead = catalog.insteadOf(failed.model());
        if (instead.isPresent()) {
            suspicion = new Suspicion(failed.model(), failure.getMessage());
        }
        return instead;
    }

    /** It is drawn: if it failed with a checkpoint that is new, and not with the one before, that is the checkpoint's fault. */
    void drawn() {
        Suspicion proved = suspicion;
        if (proved != null) {
            catalog.blame(proved.checkpoint(), proved.sentence());
        }
    }

    /** Whether what was drawn by a plan had begun by another. */
    boolean isAgain(GenerationPlan by) {
        return again && isOf(by.model());
    }

    private boolean isOf(Checkpoint checkpoint) {
        return plan.model().digest().equals(checkpoint.digest());
    }

    private void use(GenerationPlan other) {
        plan = other;
        job.begin(other);
    }

    private static GenerationException away(Checkpoint wanted) {
        return new GenerationException(
                Reason.NO_INSTANCE,
                "The checkpoint " + CheckpointName.of(wanted) + " is not served any more, and no other was to draw.");
    }
}
