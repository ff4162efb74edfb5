package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.model.Checkpoint;
import dev.diffract.frontend.core.model.CheckpointName;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The use case: draws what a request asks for, on whatever instances there are. Thread-safe. No thread waits for a
 * picture: between two calls a generation is nothing but a few arrays.
 */
public final class GenerateImages {

    /** Some 15 MB of text states for Stable Diffusion 1.5, and as bytes up to as much again. */
    private static final int CACHED_CHUNKS = 64;

    private final ModelCatalog catalog;
    private final RequestResolver resolver;
    private final GenerationTools tools;
    private final GenerationSettings settings;
    private final PictureDriver driver;

    private final Set<GenerationRun> running = ConcurrentHashMap.newKeySet();

    /**
     * @param randomSeeds gives a seed to requests without one, from 0 to 2^32 - 1
     */
    public GenerateImages(
            ModelCatalog catalog, LongSupplier randomSeeds, GenerationTools tools, GenerationSettings settings) {
        this.catalog = catalog;
        this.resolver = new RequestResolver(settings.limits(), randomSeeds);
        this.tools = tools;
        this.settings = settings;
        this.driver = new PictureDriver(tools.dispatcher(), new TextStateCache(CACHED_CHUNKS));
    }

    /**
     * Checks a request and fills in what it leaves open.
     *
     * @throws InvalidRequestException naming every fault; of a model that is unknown, those that no model would take
     */
    public GenerationPlan plan(GenerationRequest request) {
        return plan(request, Effort.UNSEEN);
    }

    /**
     * The same.
     *
     * @param effort is told of each row that is computed of pictures, and what that takes; what it throws is passed on
     * @throws InvalidRequestException naming every fault; of a model that is unknown, those that no model would take
     */
    public GenerationPlan plan(GenerationRequest request, Effort effort) {
        String name = request.model();
        ModelDefinition model =
                name == null ? catalog.defaultModel() : catalog.find(name).orElseThrow(() -> unknown(name, request));
        return resolver.resolve(model, request, effort);
    }

    /** Why nobody could begin with a plan whose pictures are to be the same to the bit, for users; empty if somebody can, or it asks for none. */
    public Optional<String> absence(GenerationPlan plan) {
        return driver.absence(
                plan, new PictureDriver.Engines(plan.reproducible().engines(), false));
    }

    /**
     * Begins to draw, or to wait for its turn. Returns at once.
     *
     * @param id names the generation in statistics, in results and in the job store, where it must not be twice
     * @param caller who asks for it
     * @param listener is told everything; others can follow later
     * @param request what a trace shows it as a part of
     * @throws GenerationException if too many wait already, or the job cannot be kept
     */
    public RunningGeneration start(
            String id, Caller caller, GenerationPlan plan, ProgressListener listener, Span request) {
        Instant now = tools.clock().instant();
        Duration time = plan.handling()
                .within()
                .filter(wanted -> wanted.compareTo(settings.deadline()) < 0)
                .orElse(settings.deadline());
        Job job = new Job(id, caller, plan.handling().serviceClass().priority(), plan, now, now.plus(time));
        return entered(new KeptJob(tools.jobs(), job), listener, request);
    }

    /**
     * Takes on what the job store has and nobody draws, the oldest first: each picture goes on where it was, to the same picture: to
     * the bit if its calls run in the same batches on the same engine, else mostly to 1 of 255 levels. What this program itself has accepted and not begun is in the store too, so that this is for before anything
     * was accepted, or for a store that hands out only what others left. No trace shows it: its request is over.
     *
     * @param listener is told everything from now on; others can follow later
     * @return empty if there is none
     * @throws GenerationException if too many wait already; then the job is given back
     */
    public Optional<RunningGeneration> takeOn(ProgressListener listener) {
        return tools.jobs().claimNext().map(claim -> entered(new KeptJob(tools.jobs(), claim), listener, Span.NONE));
    }

    /** How many generations have begun with a checkpoint and not ended; those that begin right now may be among them. */
    public int begun(Checkpoint checkpoint) {
        return (int) running.stream().filter(run -> run.mayDrawWith(checkpoint)).count();
    }

    /**
     * What has begun with a checkpoint and is not drawn starts again with another; what may be drawn with that one only fails.
     *
     * @param instead what can take its place
     */
    public void startAgain(Checkpoint checkpoint, Checkpoint instead) {
        running.forEach(run -> run.startAgain(checkpoint, instead));
    }

    private RunningGeneration entered(KeptJob job, ProgressListener listener, Span request) {
        GenerationRun run = new GenerationRun(job, catalog, listener, driver, tools, request);
        running.add(run);
        run.result().whenComplete((result, failure) -> running.remove(run));
        try {
            run.enter();
        } catch (RuntimeException refused) {
            running.remove(run);
            throw refused;
        }
        return run;
    }

    private InvalidRequestException unknown(String name, GenerationRequest request) {
        Rule known = new Rule.KnownModel(CheckpointName.choices(name, catalog), name);
        List<Fault> faults = new ArrayList<>(List.of(new Fault(Field.MODEL, known)));
        faults.addAll(resolver.faultsOfAnyModel(catalog.defaultModel(), request));
        return new InvalidRequestException(faults);
    }
}
