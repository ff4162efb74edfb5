package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.dispatch.Admission;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.port.ModelCatalog;
import dev.diffract.frontend.core.port.ProgressListener;
import dev.diffract.frontend.core.port.Timer;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The use case. */
public final class GenerateImages {

    /**
     * @param executor runs the arithmetic between calls
     * @param randomSeeds gives a seed to requests without one, from 0 to 2^32 - 1
     */
    public GenerateImages(
            ModelCatalog catalog,
            Dispatcher dispatcher,
            Admission admission,
            Executor executor,
            Timer timer,
            InstantSource clock,
            LongSupplier randomSeeds,
            GenerationSettings settings) {}

    /**
     * Checks a request and fills in what it leaves open.
     *
     * @throws dev.diffract.frontend.core.failure.GenerationException if the model is unknown
     * @throws dev.diffract.frontend.core.failure.InvalidRequestException naming every fault
     */
    public GenerationPlan plan(GenerationRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins to draw, or to wait for its turn. Returns at once.
     *
     * @param id names the generation in statistics and results
     * @throws dev.diffract.frontend.core.failure.GenerationException if too many wait already
     */
    public RunningGeneration start(String id, GenerationPlan plan, ProgressListener listener) {
        throw new UnsupportedOperationException();
    }
}
