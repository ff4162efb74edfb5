package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.dispatch.DispatchException;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.generation.PictureDriver.Move;
import dev.diffract.frontend.core.generation.ProgressListener.StepProgress;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Done;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A generation under way. Its pictures are drawn side by side; the first one encodes the prompts for all. Ends once: with
 * its last picture, its first failure, its deadline, or its cancellation.
 */
final class GenerationRun implements RunningGeneration {

    private final String id;
    private final GenerationPlan plan;
    private final Progress progress;
    private final Instant created;
    private final Instant deadline;
    private final PictureDriver driver;
    private final InstantSource clock;
    private final String version;
    private final CompletableFuture<GenerationResult> result = new CompletableFuture<>();
    private final GeneratedImage[] images;
    private final Stopwatch stopwatch = new Stopwatch();
    private volatile boolean cancelled;

    GenerationRun(
            String id,
            GenerationPlan plan,
            Progress progress,
            Instant created,
            Instant deadline,
            PictureDriver driver,
            InstantSource clock,
            String version) {
        this.id = id;
        this.plan = plan;
        this.progress = progress;
        this.created = created;
        this.deadline = deadline;
        this.driver = driver;
        this.clock = clock;
        this.version = version;
        this.images = new GeneratedImage[plan.count()];
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletionStage<GenerationResult> result() {
        return result;
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (!progress.isStarted()) {
            fail(cancellation());
        }
    }

    /**
     * @throws dev.diffract.frontend.core.admission.QueueFullException if too many wait already
     */
    void enter(Admission admission, Timer timer) {
        Admission.Place place = admission.enter(
                () -> guarded(() -> driver.executor().execute(this::draw)),
                position -> guarded(() -> progress.queued(position)));
        Timer.Cancellation alarm = timer.schedule(
                Duration.between(created, deadline),
                () -> fail(new GenerationException(Reason.DEADLINE, "The generation's time was over.")));
        result.whenComplete((images, error) -> {
            alarm.cancel();
            place.leave();
        });
    }

    private void draw() {
        guarded(() -> {
            stopwatch.started = clock.instant();
            if (progress.started(plan)) {
                if (cancelled) { // between admission and here
                    throw cancellation();
                }
                new PictureRun(Picture.of(plan, 0)).begin();
            }
        });
    }

    /** The first picture has encoded the prompts: the others find them in the cache. */
    private void encoded(Picture first) {
        stopwatch.encoded = clock.instant();
        for (int index = 1; index < plan.count(); index++) {
            new PictureRun(first.sibling(index)).begin();
        }
    }

    private void finished(GeneratedImage image) {
        progress.image(image);
        if (isLast(image) && progress.end()) {
            Instant now = clock.instant();
            result.complete(
                    new GenerationResult(id, created, plan, Arrays.asList(images), stopwatch.read(created, now)));
        }
    }

    private synchronized boolean isLast(GeneratedImage image) {
        images[image.index()] = image;
        return Arrays.stream(images).allMatch(Objects::nonNull);
    }

    private void fail(GenerationException failure) {
        cancelled = true; // the other pictures stop before their next call
        if (progress.end()) {
            result.completeExceptionally(failure);
        }
    }

    /** Whatever breaks ends the generation: nobody must wait for one that is dead. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            fail(asFailure(e));
        }
    }

    private static GenerationException asFailure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof GenerationException failure) {
            return failure;
        }
        if (cause instanceof DispatchException failure) {
            return new GenerationException(failure);
        }
        return new GenerationException(
                Reason.INSTANCES_FAILED, "The generation broke for a reason nobody foresaw.", cause);
    }

    private static GenerationException cancellation() {
        return new GenerationException(Reason.CANCELLED, "The generation was cancelled.");
    }

    /** One picture on its way through its states; touched by one thread at a time. */
    private final class PictureRun {
        private final Picture picture;
        private final Set<String> instances = new LinkedHashSet<>();

        private PictureRun(Picture picture) {
            this.picture = picture;
        }

        private void begin() {
            goOn(picture.begin());
        }

        private void goOn(PictureState state) {
            if (state instanceof Pending pending) {
                driver.move(pending, label(pending), deadline, () -> cancelled).whenComplete((move, error) -> {
                    if (error != null) {
                        fail(asFailure(error));
                    } else {
                        guarded(() -> moved(pending, move));
                    }
                });
            } else if (state instanceof Done done) {
                finished(image(done));
            }
        }

        private void moved(Pending from, Move move) {
            move.instance().ifPresent(instance -> instances.add(instance.name()));
            if (from instanceof Denoising denoising) {
                tellStep(denoising, move);
                move.preview().ifPresent(progress::preview);
            }
            if (move.state() instanceof Decoding decoding && picture.isLast(decoding.pass())) {
                stopwatch.denoised(clock.instant());
            }
            if (from instanceof Encoding && !(move.state() instanceof Encoding) && picture.index() == 0) {
                encoded(picture);
            }
            goOn(move.state());
        }

        private void tellStep(Denoising denoising, Move move) {
            move.instance()
                    .ifPresent(instance -> progress.step(
                            new StepProgress(picture.index(), denoising.step(), picture.calls(), instance.name())));
        }

        private String label(Pending state) {
            String which = plan.count() == 1 ? "" : " picture " + (picture.index() + 1);
            return id + which + " " + state.label();
        }

        private GeneratedImage image(Done done) {
            return new GeneratedImage(
                    picture.index(),
                    picture.seed(),
                    done.image().width(),
                    done.image().height(),
                    done.image().values(),
                    new ArrayList<>(instances),
                    Infotext.of(plan, picture.index(), version));
        }
    }

    /** When which part ended. */
    private static final class Stopwatch {
        private volatile Instant started;
        private volatile Instant encoded;
        private Instant denoised = Instant.MIN;

        private synchronized void denoised(Instant now) {
            denoised = now.isAfter(denoised) ? now : denoised;
        }

        private synchronized GenerationTimings read(Instant created, Instant now) {
            return new GenerationTimings(
                    Duration.between(created, started),
                    Duration.between(started, encoded),
                    Duration.between(encoded, denoised),
                    Duration.between(denoised, now),
                    Duration.between(created, now));
        }
    }
}
