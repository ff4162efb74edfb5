package dev.diffract.frontend.service;

import dev.diffract.frontend.core.fleet.InstanceDirectory;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.metrics.PriorityClass;
import dev.diffract.frontend.metrics.RequestMetrics;
import dev.diffract.repository.layout.Manifest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The one door to the core, whatever dialect a request comes in. Names, starts, counts and logs generations: one line
 * each, never with a prompt.
 */
@ApplicationScoped
public class GenerationService {

    private static final Logger LOG = Logger.getLogger(GenerationService.class);

    private final GenerateImages generateImages;
    private final InstanceDirectory directory;
    private final RequestMetrics metrics;
    private final Set<RunningGeneration> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Inject
    GenerationService(GenerateImages generateImages, InstanceDirectory directory, RequestMetrics metrics) {
        this.generateImages = generateImages;
        this.directory = directory;
        this.metrics = metrics;
    }

    /** A fresh name for a generation. */
    public static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /**
     * Checks a request and fills in what it leaves open. Refusals are the dialect's to {@linkplain #refused count}: it may
     * have more to say against the request.
     *
     * @param effort is told of each row that is computed of pictures, and what that takes; what it throws is passed on
     * @throws dev.diffract.frontend.core.request.InvalidRequestException naming every fault
     */
    public GenerationPlan plan(GenerationRequest request, Effort effort) {
        return generateImages.plan(request, effort);
    }

    /** What is wrong with a request that nobody makes: nothing is counted. */
    public List<Fault> faults(GenerationRequest request) {
        try {
            generateImages.plan(request);
            return List.of();
        } catch (InvalidRequestException invalid) {
            return invalid.faults();
        }
    }

    /** Counts a request that never became a generation. */
    public void refused(Ending ending) {
        metrics.ended(ending.label());
        ending.refusal().ifPresent(metrics::refused);
    }

    /**
     * Begins to draw; a refusal is counted, and so is the end.
     *
     * @param id a fresh one
     * @throws GenerationException if too many wait already
     */
    public RunningGeneration start(Requester requester, String id, GenerationPlan plan, ProgressListener listener) {
        Line line = new Line(requester.requestId(), id, plan, System.nanoTime());
        RunningGeneration running;
        if (stopping) {
            throw refused(
                    line,
                    new GenerationException(
                            Reason.STOPPED, "The frontend is stopping and draws nothing more; ask again."));
        }
        try {
            running = generateImages.start(id, requester.caller(), plan, listener, requester.span());
        } catch (GenerationException refusal) {
            throw refused(line, refusal);
        } catch (RuntimeException fault) { // whoever answers the request tells the log
            ended(line, Ending.INTERNAL, "");
            throw fault;
        }
        return follow(running, line);
    }

    /**
     * The same for a caller who is told nothing before the end, and so cannot know that a slice is waited for: where all of them have
     * been looked at and none is there that could draw this, it is refused at once; so is what is to be the same to the bit while no
     * healthy slice has the engines that it names, or while all slices are healthy and none can.
     *
     * @throws GenerationException if no slice is there, or too many wait already
     */
    public RunningGeneration startUnseen(Requester requester, String id, GenerationPlan plan) {
        Optional<String> nobody = stopping ? Optional.empty() : nobody(plan);
        if (nobody.isPresent()) {
            throw refused(
                    new Line(requester.requestId(), id, plan, System.nanoTime()),
                    new GenerationException(Reason.NO_INSTANCE, nobody.get()));
        }
        return start(requester, id, plan, ProgressListener.NONE);
    }

    /** Why it is known that nobody will draw a plan soon. */
    private Optional<String> nobody(GenerationPlan plan) {
        Manifest manifest = plan.model().manifest();
        List<InstanceSnapshot> slices = directory.snapshots();
        if (slices.stream().allMatch(slice -> slice.isLostFor(manifest))) {
            return Optional.of(
                    slices.stream().anyMatch(slice -> slice.state() == InstanceState.DRAINING)
                            ? "No slice can draw: who would serve this model takes nothing new."
                            : "No slice can draw: none that serves this model answers.");
        }
        boolean known = plan.reproducible().engines().isPresent()
                || slices.stream()
                        .allMatch(slice -> slice.state() == InstanceState.HEALTHY || slice.isLostFor(manifest));
        return known ? generateImages.absence(plan) : Optional.empty();
    }

    /**
     * Goes on with what the job store has and nobody draws, as much as there are places for. Only before the first request: what
     * waits for its turn here is in the store, too.
     */
    public void takeOn() {
        try {
            for (Optional<RunningGeneration> next = generateImages.takeOn(ProgressListener.NONE);
                    next.isPresent();
                    next = generateImages.takeOn(ProgressListener.NONE)) {
                RunningGeneration running = next.get();
                follow(running, new Line("none", running.id(), running.plan(), System.nanoTime()));
            }
        } catch (GenerationException full) {
            LOG.infof("more jobs are left to others: %s", full.getMessage());
        }
    }

    /** Nothing more is begun; what was, goes on. */
    public void close() {
        stopping = true;
    }

    /** Whether nothing is drawn, and nothing waits for it. */
    public boolean isIdle() {
        return running.isEmpty();
    }

    /** Ends everything that is drawn or waits for it. */
    public void stop() {
        close();
        running.forEach(RunningGeneration::stop);
    }

    /** The same generation, whose end is heard of when it is counted and logged. */
    private RunningGeneration follow(RunningGeneration generation, Line line) {
        running.add(generation);
        CompletableFuture<GenerationResult> counted = new CompletableFuture<>();
        Waiting waiting = new Waiting(line.begun());
        generation.follow(waiting);
        PictureTimes pictures = new PictureTimes(
                System::nanoTime,
                line.begun(),
                (ending, waited, took) -> metrics.picture(kind(generation, ending), waited, took));
        generation.follow(pictures);
        generation.result().whenComplete((result, failure) -> {
            try {
                running.remove(generation);
                Ending ending = failure == null ? Ending.OK : Ending.of(failure);
                pictures.ended(ending, generation.plan().count());
                metrics.took(
                        kind(generation, ending), waiting.waited(), Duration.ofNanos(System.nanoTime() - line.begun()));
                if (failure == null) {
                    metrics.drawn(result.images().size());
                    ended(line, Ending.OK, " on " + slices(result));
                } else {
                    failed(line, failure);
                }
            } finally {
                if (failure == null) {
                    counted.complete(result);
                } else {
                    counted.completeExceptionally(failure);
                }
            }
        });
        return new CountedGeneration(generation, counted);
    }

    private static RequestMetrics.Ended kind(RunningGeneration generation, Ending ending) {
        GenerationPlan plan = generation.plan();
        return new RequestMetrics.Ended(
                plan.model().name(),
                PriorityClass.of(plan.handling().serviceClass().priority()),
                ending.label());
    }

    /** What a generation's line in the log begins with. */
    private record Line(String requestId, String id, GenerationPlan plan, long begun) {}

    private GenerationException refused(Line line, GenerationException refusal) {
        Ending ending = Ending.of(refusal);
        tellFault(line, ending, refusal);
        Ending.refusal(refusal).ifPresent(metrics::refused);
        ended(line, ending, "");
        return refusal;
    }

    private void failed(Line line, Throwable failure) {
        Ending ending = Ending.of(failure);
        tellFault(line, ending, failure);
        String why = failure instanceof GenerationException known ? FailureText.of(known) : "see above";
        ended(line, ending, ": " + why);
    }

    /** Here and nowhere else: those who answer requests leave failures of generations alone. */
    private static void tellFault(Line line, Ending ending, Throwable failure) {
        if (ending == Ending.INTERNAL) {
            LOG.errorf(failure, "request %s: unforeseen failure of generation %s", line.requestId(), line.id());
        }
    }

    private void ended(Line line, Ending ending, String more) {
        metrics.ended(ending.label());
        GenerationPlan plan = line.plan();
        LOG.infof(
                "generation %s (request %s): %s, %d x %dx%d, %d steps, %s in %d ms%s",
                line.id(),
                line.requestId(),
                plan.model().name(),
                plan.count(),
                plan.width(),
                plan.height(),
                plan.steps(),
                ending.label(),
                Duration.ofNanos(System.nanoTime() - line.begun()).toMillis(),
                more);
    }

    private static String slices(GenerationResult result) {
        return result.images().stream()
                .map(GeneratedImage::instances)
                .flatMap(List::stream)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
