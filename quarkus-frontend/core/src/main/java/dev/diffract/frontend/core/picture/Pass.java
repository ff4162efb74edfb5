package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.repository.layout.SchedulerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a sampler; a picture has one, with a hires fix two.
 *
 * @param width pixels
 * @param height pixels
 * @param sampler empty if the strength leaves no step to make
 */
public record Pass(int width, int height, Optional<Sampler> sampler) {

    /** @param index of the picture: its noise is its own */
    static List<Pass> of(GenerationPlan plan, int index) {
        List<Pass> passes = new ArrayList<>();
        int start = plan.source().map(source -> start(plan, source)).orElse(0);
        passes.add(new Pass(plan.width(), plan.height(), sampler(plan, index, plan.steps(), start)));
        plan.hires().ifPresent(hires -> {
            int steps = hires.stepsOfRun();
            passes.add(new Pass(
                    hires.width(), hires.height(), sampler(plan, index, steps, Math.max(0, steps - hires.steps()))));
        });
        return List.copyOf(passes);
    }

    private static int start(GenerationPlan plan, Source source) {
        return plan.beginsOriginally() ? source.originalStart(plan.steps()) : source.start(plan.steps());
    }

    /** Model calls. */
    int calls() {
        return sampler.map(Sampler::calls).orElse(0);
    }

    private static Optional<Sampler> sampler(GenerationPlan plan, int index, int steps, int start) {
        SchedulerConfig config = plan.model().scheduler();
        return start == steps
                ? Optional.empty()
                : Optional.of(plan.sampling().create(config, steps, plan.noise().tree(index), start));
    }
}
