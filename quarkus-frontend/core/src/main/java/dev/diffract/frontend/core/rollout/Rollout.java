package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.LiveCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.model.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The switch of one model: slice by slice to the next checkpoint, then new pictures, then what is left of the old ones; or back, from wherever
 * it is. Looked at again and again by {@link #goOn}. Thread-safe.
 */
public final class Rollout {

    private final ModelDefinition old;
    private final SwitchOrder order;
    private final Duration silence;
    private final LiveCatalog catalog;
    private final Slices slices;
    private final ServerModels servers;
    private final UnderWay work;
    private final Changes changes;
    private Optional<Share> canary;
    private Duration grace;
    private Phase phase = Phase.ROLLING;
    private Optional<Instant> graceEnds = Optional.empty();
    private Share share = Share.NONE;
    private Optional<String> reason = Optional.empty();
    private Optional<Leaving> leaving = Optional.empty();
    private Optional<Return> way = Optional.empty();

    /** How far a switch is. */
    public enum Phase {
        /** Slices get the next checkpoint, one after the other. */
        ROLLING,
        /** A share of new pictures is drawn with it, until an operator says how to go on. */
        CANARY,
        /** All new pictures are drawn with it; those that began with the one before end. */
        ENDING,
        /** It is the only one. */
        DONE,
        /** Slices get the one before back. */
        RETURNING,
        /** The one before is the only one again. */
        RETURNED
    }

    /**
     * @param part of new pictures that are drawn with the next one, from 0 to 1; callers that are named not counted
     * @param switched slices that have the next one
     * @param slices all that are switched
     * @param reason why it was stopped, what did not work on the way back, whom it waits for, or what stays: sentences; empty if all is well
     */
    public record Status(
            Checkpoint from,
            Checkpoint to,
            Phase phase,
            double part,
            int switched,
            int slices,
            Optional<String> reason) {}

    /**
     * A switch that begins with the next look.
     *
     * @param silence so long nobody else may have asked for a checkpoint before it is unloaded
     * @throws IllegalStateException if another one is under way
     */
    public Rollout(
            SwitchOrder order,
            LiveCatalog catalog,
            InstanceRegistry registry,
            ServerModels servers,
            UnderWay work,
            Duration silence) {
        this.order = order;
        this.silence = silence;
        this.catalog = catalog;
        this.slices = new Slices(registry);
        this.servers = servers;
        this.work = work;
        this.canary = order.canary();
        this.grace = order.grace();
        this.old = catalog.find(order.next().name()).orElseThrow();
        catalog.bring(
                order.next(),
                sentence -> stop(
                        "A picture failed with it that the checkpoint before could draw: " + sentence, Duration.ZERO));
        Predicate<Map<String, ServedModel>> room = order.inPlace()
                ? models -> false
                : new Memory(old.manifest(), order.next().manifest());
        this.changes = new Changes(
                slices,
                instance -> new SliceChange(
                        instance, old.checkpoint(), order.next().checkpoint(), room, order.patience(), silence));
    }

    public synchronized Status status() {
        return new Status(
                old.checkpoint(),
                order.next().checkpoint(),
                phase,
                share.part(),
                (int) changes.stream()
                        .filter(change ->
                                slices.has(change.instance(), order.next().manifest()))
                        .count(),
                changes.size(),
                sentences());
    }

    private Optional<String> sentences() {
        Stream<String> remarks = way.isPresent()
                ? way.flatMap(Return::remark).stream()
                : Stream.concat(
                        changes.stream().flatMap(change -> change.remark().stream()),
                        leaving.flatMap(Leaving::remark).stream());
        return Stream.concat(reason.stream(), remarks).reduce((one, other) -> one + " " + other);
    }

    /** What the model was switched from. */
    public ModelDefinition old() {
        return old;
    }

    /** Whether there is nothing more to do. */
    public synchronized boolean isOver() {
        return phase == Phase.DONE || phase == Phase.RETURNED;
    }

    /**
     * Changes who draws with the next one first, or goes on to everybody.
     *
     * @return whether it is on its way to the next one
     */
    public synchronized boolean proceed(Optional<Share> to) {
        if (phase != Phase.ROLLING && phase != Phase.CANARY) {
            return false;
        }
        canary = to;
        if (phase == Phase.CANARY) {
            phase = Phase.ROLLING;
        }
        return true;
    }

    /**
     * Goes back, which begins with the next look.
     *
     * @param why an operator wants it, or something failed: a sentence
     * @param allowed what has begun with the next checkpoint may take so long to end
     * @return whether it was not over, nor on its way back
     */
    public synchronized boolean stop(String why, Duration allowed) {
        if (isOver() || phase == Phase.RETURNING) {
            return false;
        }
        reason = Optional.of(why);
        phase = Phase.RETURNING;
        grace = allowed;
        graceEnds = Optional.empty();
        changes.stream().forEach(change -> change.release(slices));
        share(Share.NONE);
        way = Optional.of(new Return(
                changes.stream().filter(change -> !change.isWaiting()).toList(),
                old.checkpoint(),
                order.next().checkpoint(),
                order.patience(),
                silence));
        return true;
    }

    /** Goes on as far as it can. */
    public synchronized void goOn(Instant now) {
        try {
            Phase before;
            do {
                before = phase;
                step(now);
            } while (phase != before);
        } catch (Stopped failure) {
            stop(failure.sentence(), Duration.ZERO);
            goOn(now);
        }
    }

    private void step(Instant now) {
        switch (phase) {
            case ROLLING -> roll(now);
            case CANARY -> {
                share(canary.orElse(Share.ALL));
                if (changes.look()) {
                    phase = Phase.ROLLING;
                }
            }
            case ENDING -> end(now);
            case RETURNING -> goBack(now);
            case DONE, RETURNED -> {}
        }
    }

    private void roll(Instant now) {
        changes.look();
        for (SliceChange change : changes.inOrder()) {
            if (change.isWaiting() && change.isInPlace()) {
                if (changes.size() > 1 && canary.filter(changes::isEnoughFor).isPresent()) {
                    phase = Phase.CANARY;
                    return;
                }
                if (changes.isLast(change) && !isOldEnded(now)) {
                    return;
                }
            }
            boolean over = change.goOn(slices, servers, work, now);
            shareByTheWay();
            if (!over) {
                return;
            }
        }
        if (changes.done() == 0) {
            throw new Stopped("No slice is there that could be switched.");
        }
        phase = canary.isPresent() && slices.anyDraws(old.manifest()) ? Phase.CANARY : Phase.ENDING;
    }

    /**
     * While slices have one checkpoint each, new pictures are spread as the slices that have the next one are; while those that were begun have both,
     * nothing is drawn with it before it is everywhere.
     */
    private void shareByTheWay() {
        if (changes.stream().anyMatch(SliceChange::isApart) && graceEnds.isEmpty()) {
            Share spread = Share.of((double) changes.done() / changes.size());
            share(canary.filter(wanted -> wanted.part() < spread.part()).orElse(spread));
        }
    }

    /** No slice is without the next one when the one before is unloaded. */
    private void end(Instant now) {
        changes.look();
        if (!changes.goOn(servers, work, now) || (leaving.isEmpty() && !isOldEnded(now))) {
            return;
        }
        List<TritonInstance> beside = changes.beside();
        Leaving last = leaving.filter(known -> known.isOf(beside))
                .orElseGet(() -> new Leaving(beside, old.checkpoint(), servers, now, silence));
        leaving = Optional.of(last);
        share(Share.ALL); // told again and again: another frontend may unload the one before
        if (last.goOn(servers, work, now)) {
            catalog.settle();
            phase = Phase.DONE;
        }
    }

    /** Gives all new pictures to the next checkpoint and waits for the others. */
    private boolean isOldEnded(Instant now) {
        share(Share.ALL);
        return isEnded(old, order.next(), now);
    }

    private boolean isEnded(ModelDefinition which, ModelDefinition other, Instant now) {
        if (graceEnds.isEmpty()) {
            graceEnds = Optional.of(now.plus(grace));
        }
        if (work.begun(which.checkpoint()) > 0
                && (!now.isBefore(graceEnds.get()) || !slices.anyDraws(which.manifest()))) {
            work.startAgain(which.checkpoint(), other.checkpoint());
        }
        return work.begun(which.checkpoint()) == 0;
    }

    private void goBack(Instant now) {
        if (isEnded(order.next(), old, now) && way.orElseThrow().goOn(slices, servers, work, now)) {
            catalog.abandon();
            phase = Phase.RETURNED;
        }
    }

    private void share(Share wanted) {
        share = wanted;
        catalog.share(wanted, slices.anyDraws(old.manifest()));
    }
}
