package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.generation.GenerationEvent.Previewed;
import dev.diffract.frontend.core.generation.GenerationEvent.Stepped;
import dev.diffract.frontend.core.generation.PictureDriver.Engines;
import dev.diffract.frontend.core.generation.PictureDriver.Move;
import dev.diffract.frontend.core.generation.PictureDriver.Moving;
import dev.diffract.frontend.core.generation.ProgressListener.StepProgress;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Span;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One picture on its way through its states; touched by one thread at a time, but for {@link #cancel()}. */
final class PictureRun {

    private final PictureSnapshot from;
    private final Picture picture;
    private final PictureDriver driver;
    private final Owner owner;
    private final PictureTrace trace;
    private final Set<String> instances = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile Optional<String> engines;
    private volatile @Nullable Moving moving;
    private volatile boolean cancelled;

    /**
     * @param from where it goes on
     * @param generation what a trace shows it as a part of
     */
    PictureRun(PictureSnapshot from, PictureDriver driver, Owner owner, Span generation) {
        this.from = from;
        this.picture = from.state().picture();
        this.driver = driver;
        this.owner = owner;
        this.instances.addAll(from.instances());
        this.engines = from.engines();
        this.trace = new PictureTrace(generation, picture);
    }

    /** Whose picture it is. */
    interface Owner {

        /**
         * On which terms the call of a state is made.
         *
         * @param span what a trace shows of it
         */
        Terms terms(Picture picture, Pending state, Span span);

        void tell(GenerationEvent event);

        /** The picture is a call further, and not finished. */
        void moved(PictureSnapshot picture);

        /** The picture waits for somebody to return who can go on with it, maybe to the end of its time. */
        void stranded();

        /** The picture has just encoded its prompts: it starts from noise or from another picture. */
        void encoded(PictureSnapshot picture);

        /** The picture has made its last step. */
        void denoised(Picture picture);

        /**
         * @param picture whose state is done
         */
        void drawn(Done done, PictureSnapshot picture);

        /** The picture will never be drawn. */
        void failed(Throwable error);

        /** Runs something whose failure is the owner's. */
        void guarded(Runnable action);
    }

    void begin() {
        goOn(from.state());
    }

    /** Takes its call back, and makes no other. What comes of that is told to the owner as a failure, if anything does. */
    void cancel() {
        cancelled = true;
        trace.end(End.CANCELLED);
        Moving now = moving;
        if (now != null) {
            now.cancel().run();
        }
    }

    /** Why nobody can go on with it if it is to be the same to the bit, for users; empty if somebody can, or it need not be. */
    Optional<String> absence() {
        return driver.absence(picture.plan(), engines());
    }

    /** Pictures after the first are begun when it has encoded the prompts. */
    private Engines engines() {
        boolean begun = !instances.isEmpty()
                || picture.index() > 0
                || !engines.equals(picture.plan().reproducible().engines());
        return new Engines(engines, begun);
    }

    private void goOn(PictureState state) {
        if (cancelled) {
            return;
        }
        if (state instanceof Pending pending) {
            Span call = trace.begin(pending);
            Moving next = driver.move(pending, owner.terms(picture, pending, call), engines());
            moving = next;
            if (cancelled) { // since: who cancelled may have found the call before this one
                next.cancel().run();
            }
            next.stranded().thenRun(() -> owner.guarded(owner::stranded));
            next.move().whenComplete((move, error) -> {
                if (error != null) {
                    call.end(GenerationException.of(error).end());
                    trace.end(GenerationException.of(error).end());
                    owner.failed(error);
                } else {
                    call.end(End.OK);
                    owner.guarded(() -> moved(pending, move));
                }
            });
        } else if (state instanceof Done done) {
            moving = null; // it has the pixels, which are a file from now on
            trace.end(End.OK);
            owner.drawn(done, snapshot(done));
        }
    }

    private void moved(Pending from, Move move) {
        move.instance().ifPresent(instance -> instances.add(instance.name()));
        if (move.engines().isPresent()) {
            engines = move.engines();
        }
        if (move.state() instanceof Pending) { // a finished one is large, and a single call away from the state before
            owner.moved(snapshot(move.state()));
        }
        if (from instanceof Denoising denoising && denoising.endsStep()) {
            tellStep(denoising, move);
            move.preview().ifPresent(preview -> owner.tell(new Previewed(preview)));
        }
        if (move.state() instanceof Decoding decoding && picture.isLast(decoding.pass())) {
            owner.denoised(picture);
        }
        if (from instanceof Encoding && !(move.state() instanceof Encoding)) {
            owner.encoded(snapshot(move.state()));
        }
        goOn(move.state());
    }

    private PictureSnapshot snapshot(PictureState state) {
        return new PictureSnapshot(state, List.copyOf(instances), engines);
    }

    private void tellStep(Denoising denoising, Move move) {
        move.instance()
                .ifPresent(instance -> owner.tell(new Stepped(new StepProgress(
                        picture.index(), denoising.reached(move.state()), picture.calls(), instance.name()))));
    }
}
