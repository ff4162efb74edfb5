package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.Following;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.util.concurrent.CompletionStage;

/**
 * A generation whose end is told to callers only when it stands in statistics and log, so that whoever has an answer finds it there.
 *
 * @param generation what it is
 * @param result completed as the generation's own, later
 */
record CountedGeneration(RunningGeneration generation, CompletionStage<GenerationResult> result)
        implements RunningGeneration {

    @Override
    public String id() {
        return generation.id();
    }

    @Override
    public GenerationPlan plan() {
        return generation.plan();
    }

    @Override
    public Following follow(ProgressListener listener) {
        return generation.follow(listener);
    }

    @Override
    public void cancel() {
        generation.cancel();
    }

    @Override
    public void stop() {
        generation.stop();
    }
}
