package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.sampling.Sampler;
import dev.diffract.frontend.core.sampling.schedule.Beginning;
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
        Beginning beginning = plan.source()
                .map(source -> Source.beginning(source.strength(), plan.steps(), plan.beginsOriginally()))
                .orElse(Beginning.OF_NOISE);
        passes.add(new Pass(plan.width(), plan.height(), sampler(plan, index, plan.steps(), beginning)));
        plan.hires()
                .ifPresent(hires -> passes.add(new Pass(
                        hires.width(), hires.height(), sampler(plan, index, hires.stepsOfRun(), hires.beginning()))));
        return List.copyOf(passes);
    }

    /** Model calls. */
    int calls() {
        return sampler.map(Sampler::calls).orElse(0);
    }

    /** Model calls that it surely makes. */
    int leastCalls() {
        return sampler.map(made -> made.knowsCalls() ? made.calls() : 1).orElse(0);
    }

    private static Optional<Sampler> sampler(GenerationPlan plan, int index, int steps, Beginning beginning) {
        SchedulerConfig config = plan.model().scheduler();
        return beginning.start() == steps
                ? Optional.empty()
                : Optional.of(plan.sampling().create(config, steps, plan.noise().tree(index), beginning));
    }
}
