package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.RequestResolver;

/** Plans as the use case makes them. */
public final class TestPlans {

    static final long RANDOM_SEED = 4_000_000_000L;

    private static final RequestResolver RESOLVER = new RequestResolver(GenerationLimits.DEFAULT, () -> RANDOM_SEED);

    private TestPlans() {}

    public static GenerationPlan of(GenerationRequest request) {
        return of(TestModels.model(), request);
    }

    public static GenerationPlan of(ModelDefinition model, GenerationRequest request) {
        return RESOLVER.resolve(model, request);
    }
}
