package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.TestModels;

/** Plans as the use case makes them. */
final class TestPlans {

    static final long RANDOM_SEED = 4_000_000_000L;

    private static final RequestResolver RESOLVER = new RequestResolver(GenerationLimits.DEFAULT, () -> RANDOM_SEED);

    private TestPlans() {}

    static GenerationPlan of(GenerationRequest request) {
        return of(TestModels.model(), request);
    }

    static GenerationPlan of(ModelDefinition model, GenerationRequest request) {
        return RESOLVER.resolve(model, request);
    }
}
