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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a trace shows of a generation: what each of its pictures waits for its turn, its pictures and its end. Thread-safe. */
final class GenerationTrace implements ProgressListener {

    private final InstantSource clock;
    private final Instant entered;
    private final Span span;

    /** Pictures that wait for their turn, from 0. */
    private final Set<Integer> waiting;

    GenerationTrace(Span request, Job job, InstantSource clock) {
        GenerationPlan plan = job.plan();
        this.clock = clock;
        this.entered = clock.instant();
        this.waiting = IntStream.range(0, plan.count()).boxed().collect(Collectors.toCollection(TreeSet::new));
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

    @Override
    public synchronized void begun(int index) {
        if (waiting.remove(index)) {
            turn(index, End.OK);
        }
    }

    /** It was not accepted, and never waited. */
    void refused(Throwable why) {
        span.end(GenerationException.of(why).end());
    }

    /**
     * Pictures that were to have their turn yet have waited until now.
     *
     * @param error what ended it before its pictures, if anything did
     */
    synchronized void end(@Nullable Throwable error) {
        End end = error == null ? End.OK : GenerationException.of(error).end();
        waiting.forEach(index -> turn(index, end));
        waiting.clear();
        span.end(end);
    }

    private void turn(int index, End end) {
        span.past(Part.TURN, Facts.NONE.with(Fact.PICTURE, index + 1L), entered, clock.instant(), end);
    }
}
