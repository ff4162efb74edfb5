package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** One slice's change from a checkpoint to another: beside it, or in its place. Looked at again and again; not thread-safe. */
final class SliceChange {

    private final TritonInstance instance;
    private final Checkpoint from;
    private final Checkpoint to;
    private final Predicate<Map<String, ServedModel>> room;
    private final Duration patience;
    private final Duration silence;
    private Stage stage = Stage.WAITING;
    private CompletableFuture<Void> order = CompletableFuture.completedFuture(null);
    private Instant until = Instant.MAX;
    private Optional<Quiet> quiet = Optional.empty();
    private boolean drained;
    private boolean byHand;
    private boolean inPlace;
    private boolean seen;
    private boolean besideBefore;

    private enum Stage {
        WAITING,
        DRAINING,
        UNLOADING,
        LOADING,
        PROVING,
        DONE,
        LEFT_OUT
    }

    /**
     * @param room whether both have room beside each other, by what its server has, or while that is not known by nothing; else it is drained and has the one
     *     before unloaded first
     * @param patience from its beginning until the new one is proven
     * @param silence so long nobody else may have asked for the one before when it is unloaded first
     */
    SliceChange(
            TritonInstance instance,
            Checkpoint from,
            Checkpoint to,
            Predicate<Map<String, ServedModel>> room,
            Duration patience,
            Duration silence) {
        this.instance = instance;
        this.from = from;
        this.to = to;
        this.room = room;
        this.patience = patience;
        this.silence = silence;
        this.inPlace = !room.test(Map.of());
    }

    TritonInstance instance() {
        return instance;
    }

    /** Whether nothing was done to it yet. */
    boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    boolean isDone() {
        return stage == Stage.DONE;
    }

    boolean isOver() {
        return stage == Stage.DONE || stage == Stage.LEFT_OUT;
    }

    /** Whether it has one checkpoint at a time; as far as is known until it has begun. */
    boolean isInPlace() {
        return inPlace;
    }

    /** Whether a look found that it has room for both. */
    boolean isRoomy() {
        return seen && !inPlace;
    }

    /** Whether its server takes no orders: somebody else changes what it has. */
    boolean isByHand() {
        return byHand;
    }

    /** Whether it is there and has the one before, as before. */
    boolean keepsBefore(Slices slices) {
        return (isWaiting() || (isDone() && besideBefore && !byHand)) && !slices.isAway(instance);
    }

    /** Whether it has, or will have, one checkpoint and not both, since it was begun so, or somebody else does it. */
    boolean isApart() {
        return byHand || (inPlace && stage != Stage.WAITING && stage != Stage.LEFT_OUT);
    }

    /**
     * Goes on as far as it can.
     *
     * @return whether it is over: done, or there is no such slice
     * @throws Stopped if it failed
     */
    boolean goOn(Slices slices, ServerModels servers, UnderWay work, Instant now) {
        Stage before;
        do {
            before = stage;
            step(slices, servers, work, now);
        } while (stage != before);
        return isOver();
    }

    /**
     * Looks what the slice has. What is over begins anew where it is there and does not have the next one: it came back, or was started again with what it
     * had.
     *
     * @return whether it does
     */
    boolean look(Slices slices) {
        boolean again = isOver() && slices.lacks(instance, to.manifest());
        if (again) {
            stage = Stage.WAITING;
            until = Instant.MAX;
            seen = false;
            quiet = Optional.empty();
        }
        if (isWaiting()) {
            seeRoom(slices);
        }
        return again;
    }

    /** Whom it waits for, if it is somebody else. */
    Optional<String> remark() {
        return isCalledElsewhere()
                ? Optional.of(Quiet.sentence(from, List.of(instance.name()), silence))
                : Optional.empty();
    }

    /** Gives it work again, if this took it away. */
    void release(Slices slices) {
        if (drained) {
            drained = false;
            slices.undrain(instance);
        }
    }

    private void step(Slices slices, ServerModels servers, UnderWay work, Instant now) {
        switch (stage) {
            case WAITING -> begin(slices, servers, now);
            case DRAINING -> {
                if (isQuiet(servers, work, now)) {
                    order = servers.unload(instance, Slices.ensemblesFirst(from.manifest()))
                            .toCompletableFuture();
                    stage = Stage.UNLOADING;
                }
            }
            case UNLOADING -> {
                if (isCarriedOut("unload")) {
                    load(servers);
                }
            }
            case LOADING -> {
                if (isCarriedOut("load")) {
                    stage = Stage.PROVING;
                }
            }
            case PROVING -> {
                if (slices.has(instance, to.manifest())) {
                    release(slices);
                    stage = Stage.DONE;
                } else if (slices.isAway(instance) && !byHand) {
                    throw new Stopped("Slice " + instance.name() + " was gone after it was to load the checkpoint.");
                }
            }
            case DONE, LEFT_OUT -> {}
        }
        if (!isOver() && now.isAfter(until)) {
            throw new Stopped(late());
        }
    }

    /** Whether neither this frontend nor another one calls it any more. */
    private boolean isQuiet(ServerModels servers, UnderWay work, Instant now) {
        if (quiet.isEmpty() && work.calls(instance) == 0) {
            quiet = Optional.of(new Quiet(instance, from, servers, now, silence));
        }
        return quiet.filter(asked -> asked.look(now)).isPresent();
    }

    private String late() {
        return isCalledElsewhere()
                ? "Slice " + instance.name() + " could not unload " + CheckpointName.of(from) + " within "
                        + patience.toSeconds()
                        + " seconds, since somebody else still draws with it there: a second frontend is to be switched at the same time."
                : "Slice " + instance.name() + " did not have the checkpoint within " + patience.toSeconds()
                        + " seconds.";
    }

    private boolean isCalledElsewhere() {
        return stage == Stage.DRAINING && quiet.filter(Quiet::isBroken).isPresent();
    }

    private void begin(Slices slices, ServerModels servers, Instant now) {
        if (until.equals(Instant.MAX)) {
            until = now.plus(patience);
        }
        seeRoom(slices);
        if (!seen && slices.isToBeLookedAt(instance)) {
            return;
        }
        besideBefore = !inPlace && slices.has(instance, from.manifest());
        if (!inPlace && slices.has(instance, to.manifest())) {
            stage = Stage.DONE;
        } else if (slices.isAway(instance)) {
            stage = Stage.LEFT_OUT;
        } else if (inPlace) {
            drained = slices.drain(instance);
            stage = Stage.DRAINING;
        } else {
            load(servers);
        }
    }

    /** What a look found before holds until the next one that finds all of a checkpoint: what is there of one may be on its way out. */
    private void seeRoom(Slices slices) {
        if (slices.has(instance, from.manifest()) || slices.has(instance, to.manifest())) {
            seen = true;
            inPlace = !room.test(slices.models(instance));
        }
    }

    private void load(ServerModels servers) {
        order = byHand
                ? CompletableFuture.completedFuture(null)
                : servers.load(instance, Slices.names(to.manifest())).toCompletableFuture();
        stage = Stage.LOADING;
    }

    /** @throws Stopped if the server refused, unless it takes no orders at all */
    private boolean isCarriedOut(String what) {
        if (!order.isDone()) {
            return false;
        }
        try {
            order.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ServerRefusal refusal)) {
                throw e;
            }
            if (!refusal.isByHand()) {
                throw new Stopped(
                        "Slice " + instance.name() + " did not " + what + " the checkpoint: " + refusal.getMessage());
            }
            byHand = true;
        }
        return true;
    }
}
