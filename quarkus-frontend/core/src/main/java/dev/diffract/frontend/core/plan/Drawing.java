package dev.diffract.frontend.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a plan's pictures are drawn.
 *
 * @param steps denoising steps, at least 1
 * @param guidance finite, at least 0
 * @param guidanceRescale how far guided outputs get the deviation of conditional ones: 0 not, 1 entirely
 * @param reproducible how much alike they are each time
 */
public record Drawing(
        Sampling sampling, int steps, double guidance, double guidanceRescale, Reproducibility reproducible) {

    /** Whether the unconditional row is computed too. At 1 it would not change the result of most samplers. */
    public boolean guided() {
        return guidance > 1 || sampling.sampler().alwaysGuided();
    }

    /**
     * Steps of each pass as AUTOMATIC1111 counts them where prompts change: those of the whole run, also where a strength
     * leaves some of them out, and twice as many with a sampler of two calls.
     */
    public List<Integer> countedSteps(Optional<Hires> hires) {
        int calls = sampling.sampler().countedCalls();
        List<Integer> counted = new ArrayList<>(List.of(calls * steps));
        hires.ifPresent(pass -> counted.add(calls * pass.steps()));
        return counted;
    }
}
