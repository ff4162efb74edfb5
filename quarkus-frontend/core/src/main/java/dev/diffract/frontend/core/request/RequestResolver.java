package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Makes a plan of a request, or says everything that is wrong with it. */
public final class RequestResolver {

    /** Rules that say the same with every model; but the layers of a text encoder are a model's own. */
    private static final Set<Class<? extends Rule>> OF_ANY_MODEL = Set.of(
            Rule.Given.class,
            Rule.Longest.class,
            Rule.Whole.class,
            Rule.Range.class,
            Rule.Above.class,
            Rule.OneOf.class,
            Rule.Seed.class,
            Rule.Needs.class,
            Rule.NotWith.class,
            Rule.OnlyWith.class,
            Rule.SizeOf.class,
            Rule.Repaints.class);

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
        return resolve(model, request, Effort.UNSEEN);
    }

    /**
     * The same.
     *
     * @param effort is told of each row that is computed of pictures, and what that takes; what it throws is passed on
     * @throws InvalidRequestException naming every fault
     */
    public GenerationPlan resolve(ModelDefinition model, GenerationRequest request, Effort effort) {
        return new Resolution(model, request, limits, randomSeeds).plan(effort);
    }

    /**
     * What is wrong with a request whatever it is drawn with.
     *
     * @param any one of the models
     */
    public List<Fault> faultsOfAnyModel(ModelDefinition any, GenerationRequest request) {
        return new Resolution(any, request, limits, randomSeeds)
                .faults().stream().filter(RequestResolver::isOfAnyModel).toList();
    }

    private static boolean isOfAnyModel(Fault fault) {
        return OF_ANY_MODEL.contains(fault.rule().getClass()) && fault.field() != Field.CLIP_SKIP;
    }
}
