package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.RequestResolver;
import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.PromptReader;
import java.util.ArrayList;
import java.util.List;

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

    /** A plan's prompts, read again for passes of other lengths. */
    public static Prompts prompts(GenerationPlan plan, List<Integer> stepsOfPasses, boolean guided) {
        PromptRules rules = plan.prompts().rules();
        PromptReader reader =
                new PromptReader(TestModels.with(plan.model()).tokenizer(), rules.syntax(), rules.emphasis());
        return new Prompts(
                prompt(reader, plan.prompt(), stepsOfPasses),
                prompt(reader, plan.negativePrompt(), stepsOfPasses),
                rules,
                guided);
    }

    private static Prompt prompt(PromptReader reader, String text, List<Integer> stepsOfPasses) {
        List<PromptForms> passes = new ArrayList<>();
        int before = 0;
        for (int steps : stepsOfPasses) {
            passes.add(reader.read(text, steps, before));
            before += steps;
        }
        return new Prompt(text, passes);
    }
}
