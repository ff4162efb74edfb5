package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a trace shows of a generation: its turn, its pictures and its end. */
final class GenerationTrace {

    private final InstantSource clock;
    private final Instant entered;
    private final Span span;

    GenerationTrace(Span request, Job job, InstantSource clock) {
        GenerationPlan plan = job.plan();
        this.clock = clock;
        this.entered = clock.instant();
        this.span = request.begin(
                Part.GENERATION,
                Facts.NONE
                        .with(Fact.GENERATION, job.id())
                        .with(Fact.MODEL, plan.model().name())
                        .with(Fact.PICTURES, plan.count())
                        .with(Fact.STEPS, plan.steps())
                        .with(Fact.CLASS, job.priority() < Standing.USUAL ? "batch" : "interactive"));
    }

    Span span() {
        return span;
    }

    /** Its turn has come. */
    void started() {
        span.past(Part.TURN, Facts.NONE, entered, clock.instant(), End.OK);
    }

    /**
     * @param error what ended it before its pictures, if anything did
     */
    void end(@Nullable Throwable error) {
        span.end(error == null ? End.OK : GenerationException.of(error).end());
    }
}
