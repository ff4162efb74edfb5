package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.function.LongSupplier;

/** Makes a plan of a request, or says everything that is wrong with it. */
public final class RequestResolver {

    private final GenerationLimits limits;
    private final LongSupplier randomSeeds;

    /**
     * @param randomSeeds gives a seed to requests without one
     */
    public RequestResolver(GenerationLimits limits, LongSupplier randomSeeds) {
        this.limits = limits;
        this.randomSeeds = randomSeeds;
    }

    /**
     * @throws InvalidRequestException naming every fault
     */
    public GenerationPlan resolve(ModelDefinition model, GenerationRequest request) {
        return new Resolution(model, request, limits, randomSeeds).plan();
    }
}
