package dev.diffract.frontend.core.rollout;

import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One slice's change from a checkpoint to another: beside it, or in its place. Looked at again and again; not thread-safe. */
final class SliceChange {

    private final TritonInstance instance;
    private final Checkpoint from;
    private final Checkpoint to;
    private final boolean inPlace;
    private final Duration patience;
    private final Duration silence;
    private Stage stage = Stage.WAITING;
    private CompletableFuture<Void> order = CompletableFuture.completedFuture(null);
    private Instant until = Instant.MAX;
    private Optional<Quiet> quiet = Optional.empty();
    private boolean drained;
    private boolean byHand;

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
     * @param inPlace whether it is drained and has the one before unloaded first
     * @param patience from its beginning until the new one is proven
     * @param silence so long nobody else may have asked for the one before when it is unloaded first
     */
    SliceChange(
            TritonInstance instance,
            Checkpoint from,
            Checkpoint to,
            boolean inPlace,
            Duration patience,
            Duration silence) {
        this.instance = instance;
        this.from = from;
        this.to = to;
        this.inPlace = inPlace;
        this.patience = patience;
        this.silence = silence;
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

    /** Whether its server takes no orders: somebody else changes what it has. */
    boolean isByHand() {
        return byHand;
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
        return stage == Stage.DONE || stage == Stage.LEFT_OUT;
    }

    /**
     * What is over begins anew where the slice is there and does not have the next one: it came back, or was started again with what it had.
     *
     * @return whether it does
     */
    boolean lookAgain(Slices slices) {
        boolean again = (stage == Stage.DONE || stage == Stage.LEFT_OUT) && slices.lacks(instance, to.manifest());
        if (again) {
            stage = Stage.WAITING;
            quiet = Optional.empty();
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
        if (stage != Stage.DONE && stage != Stage.LEFT_OUT && now.isAfter(until)) {
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
        until = now.plus(patience);
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
