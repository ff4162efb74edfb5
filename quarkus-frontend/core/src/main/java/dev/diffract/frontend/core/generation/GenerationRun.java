package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.generation.GeneratedImage.Origin;
import dev.diffract.frontend.core.generation.GenerationEvent.Drawn;
import dev.diffract.frontend.core.generation.GenerationEvent.Stepped;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Provenance;
import dev.diffract.frontend.core.time.Lanes;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.core.trace.Span;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A generation under way. Its pictures are drawn side by side, as many as may be; the first one encodes the prompts for all. Ends once: with
 * its last picture, its first failure, its deadline, or its cancellation.
 */
final class GenerationRun implements RunningGeneration {

    private final String id;
    private final ChosenPlan chosen;
    private final GenerationTools tools;
    private final EventLog events;
    private final Stopwatch stopwatch;
    private final KeptJob job;
    private final Outcome outcome;
    private final GenerationTrace trace;

    private final PictureSet pictures;

    /** Where the pictures' files are made, one after the other: meanwhile there is a picture three times. */
    private final Lanes files;

    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean ended;

    private final GenerationPlace place;

    /**
     * @param catalog says with which checkpoint it begins
     * @param request what a trace shows it as a part of
     */
    GenerationRun(
            KeptJob job,
            ModelCatalog catalog,
            ProgressListener listener,
            PictureDriver driver,
            GenerationTools tools,
            Span request) {
        this.job = job;
        this.id = job.job().id();
        this.chosen = new ChosenPlan(job, catalog);
        this.tools = tools;
        this.place = new GenerationPlace(job, driver, tools);
        this.events = new EventLog(listener);
        this.files = new Lanes(tools.files().executor(), 1);
        Instant created = job.job().accepted();
        this.stopwatch = new Stopwatch(tools.clock(), created);
        this.outcome = new Outcome(id, job.job().plan().count(), created);
        this.trace = new GenerationTrace(request, job.job(), tools.clock());
        events.follow(trace);
        this.pictures = new PictureSet(plan().count(), driver, new Pictures(), trace.span());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GenerationPlan plan() {
        return chosen.plan();
    }

    @Override
    public CompletionStage<GenerationResult> result() {
        return outcome.result();
    }

    @Override
    public Following follow(ProgressListener listener) {
        return events.follow(listener);
    }

    @Override
    public void cancel() {
        fail(new GenerationException(Reason.CANCELLED, "The generation was cancelled."));
    }

    @Override
    public void stop() {
        fail(new GenerationException(
                Reason.STOPPED, "The frontend was stopped before the generation was finished; ask again."));
    }

    /**
     * Begins, or waits for its turn; in both cases its job is kept before.
     *
     * @throws GenerationException if too many wait already, or the job cannot be kept
     */
    void enter() {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        try {
            place.enter(
                    some -> accepted.thenRun(
                            () -> guarded(() -> tools.executor().execute(() -> draw(some)))),
                    (position, doneBy) -> guarded(() -> events.queued(position, doneBy)));
        } catch (RuntimeException refused) {
            job.giveBack();
            trace.refused(refused);
            throw refused;
        }
        try {
            job.accept();
        } catch (RuntimeException e) {
            place.leave(false);
            trace.refused(e);
            throw GenerationException.of(e);
        }
        Timer.Cancellation alarm = tools.timer()
                .schedule(
                        job.job().timeLeft(tools.clock().instant()),
                        () -> guarded(() -> tools.executor().execute(() -> fail(overdue()))));
        result().whenComplete((images, error) -> {
            trace.end(error);
            alarm.cancel();
            place.leave(error == null);
        });
        accepted.complete(null);
    }

    /** Its time is over; who waited for engines that are nowhere is told so. */
    private GenerationException overdue() {
        return pictures.absence()
                .map(sentence -> new GenerationException(Reason.NO_INSTANCE, sentence))
                .orElseGet(() -> new GenerationException(Reason.DEADLINE, "The generation's time was over."));
    }

    /** @param some so many more pictures may be drawn */
    private void draw(int some) {
        guarded(() -> {
            pictures.allow(some);
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            stopwatch.started();
            chosen.begin().ifPresent(kept -> {
                if (events.started(chosen.plan(), place.doneBy())) {
                    pictures.begin(chosen.plan(), kept);
                }
            });
        });
    }

    /** Whether it has begun with a checkpoint, or may be about to. */
    boolean mayDrawWith(Checkpoint checkpoint) {
        return chosen.mayBeOf(checkpoint);
    }

    /** What has begun with a checkpoint starts again with another; or fails, if only that one will do. */
    void startAgain(Checkpoint checkpoint, Checkpoint instead) {
        guarded(() -> {
            if (!ended && chosen.change(checkpoint, instead)) {
                tools.executor().execute(() -> guarded(() -> pictures.begin(chosen.plan(), Map.of())));
            }
        });
    }

    private void fail(GenerationException failure) {
        ended = true;
        if (events.end()) {
            ended(false, () -> outcome.fail(failure));
        }
        pictures.cancel();
    }

    /** The job is over and its place free before anybody is told so: who asks again at once is not to find it taken. */
    private void ended(boolean drawn, Runnable tell) {
        try {
            job.end();
        } finally {
            place.leave(drawn);
            tell.run();
        }
    }

    /** Whatever breaks ends the generation: nobody must wait for one that is dead. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            fail(GenerationException.of(e));
        }
    }

    /** What the pictures tell. */
    private final class Pictures implements PictureRun.Owner {

        @Override
        public Terms terms(Picture picture, Pending state, Span span) {
            String which = picture.plan().count() == 1 ? "" : " picture " + (picture.index() + 1);
            return job.job().terms(picture, state, place.standing(), id + which + " " + state.label(), span);
        }

        @Override
        public void tell(GenerationEvent event) {
            events.tell(event);
            if (event instanceof Stepped stepped) {
                place.stepped(stepped.progress());
            }
        }

        @Override
        public void moved(PictureSnapshot picture) {
            job.checkpoint(picture);
        }

        @Override
        public void encoded(PictureSnapshot picture) {
            stopwatch.encoded();
        }

        /** Who may wait for long takes no place from those that can be drawn; when it goes on, it is one more, with all of its pictures. */
        @Override
        public void stranded() {
            place.leave(false);
            pictures.allow(plan().count());
        }

        @Override
        public void denoised(Picture picture) {
            stopwatch.denoised();
        }

        @Override
        public void drawn(Done done, PictureSnapshot snapshot) {
            files.execute(() -> guarded(() -> finish(done, snapshot)));
        }

        private void finish(Done done, PictureSnapshot snapshot) {
            if (ended) {
                return;
            }
            GeneratedImage image = image(done, snapshot);
            events.tell(new Drawn(image));
            if (!outcome.add(image)) {
                place.drawn();
            } else if (events.end()) {
                chosen.drawn();
                ended(true, () -> outcome.complete(chosen.plan(), place.doneBy(), stopwatch.read()));
            }
        }

        @Override
        public void failed(Throwable error) {
            GenerationException failure = GenerationException.of(error);
            chosen.doubt(failure)
                    .ifPresentOrElse(instead -> startAgain(chosen.plan().model(), instead), () -> fail(failure));
        }

        @Override
        public void guarded(Runnable action) {
            GenerationRun.this.guarded(action);
        }

        private GeneratedImage image(Done done, PictureSnapshot snapshot) {
            Picture picture = done.picture();
            GenerationPlan by = picture.plan();
            Provenance provenance = new Provenance(snapshot.engines(), chosen.isAgain(by));
            return new GeneratedImage(
                    picture.index(),
                    picture.seed(),
                    tools.files().writer().write(by, picture.index(), provenance, done.image()),
                    done.flagged(),
                    snapshot.instances(),
                    snapshot.engines(),
                    new Origin(by.model().digest(), provenance.again()));
        }
    }
}
