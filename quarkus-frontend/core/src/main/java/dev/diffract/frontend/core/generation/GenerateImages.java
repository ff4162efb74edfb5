package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.request.Rule;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The use case: draws what a request asks for, on whatever instances there are. Thread-safe. No thread waits for a
 * picture: between two calls a generation is nothing but a few arrays.
 */
public final class GenerateImages {

    /** Some 15 MB of text states for Stable Diffusion 1.5. */
    private static final int CACHED_CHUNKS = 64;

    private final ModelCatalog catalog;
    private final RequestResolver resolver;
    private final GenerationTools tools;
    private final GenerationSettings settings;
    private final PictureDriver driver;

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
     * @throws InvalidRequestException naming every fault, or only that the model is unknown
     */
    public GenerationPlan plan(GenerationRequest request) {
        String name = request.model();
        ModelDefinition model =
                name == null ? catalog.defaultModel() : catalog.find(name).orElseThrow(() -> unknown(name));
        return resolver.resolve(model, request);
    }

    /**
     * Begins to draw, or to wait for its turn. Returns at once.
     *
     * @param id names the generation in statistics, in results and in the job store, where it must not be twice
     * @param listener is told everything; others can follow later
     * @throws GenerationException if too many wait already, or the job cannot be kept
     */
    public RunningGeneration start(String id, GenerationPlan plan, ProgressListener listener) {
        GenerationRun run = new GenerationRun(id, plan, listener, driver, tools, settings);
        run.enter();
        return run;
    }

    private InvalidRequestException unknown(String name) {
        List<String> names =
                catalog.models().stream().map(ModelDefinition::name).toList();
        return new InvalidRequestException(List.of(new Fault(Field.MODEL, new Rule.KnownModel(names, name))));
    }
}
