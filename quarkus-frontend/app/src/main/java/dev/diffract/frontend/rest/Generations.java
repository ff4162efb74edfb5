package dev.diffract.frontend.rest;

import dev.diffract.frontend.core.generation.GenerateImages;
import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.generation.RunningGeneration;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.metrics.RequestMetrics;
import dev.diffract.frontend.rest.problem.ProblemType;
import dev.diffract.frontend.rest.problem.Problems;
import dev.diffract.frontend.rest.request.Answer;
import dev.diffract.frontend.rest.request.RequestReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Reads, starts, counts and logs generations: one line each, never with a prompt. */
@ApplicationScoped
class Generations {

    private static final Logger LOG = Logger.getLogger(Generations.class);
    private static final String OK = "ok";

    private final RequestReader reader;
    private final GenerateImages generateImages;
    private final RequestMetrics metrics;

    @Inject
    Generations(RequestReader reader, GenerateImages generateImages, RequestMetrics metrics) {
        this.reader = reader;
        this.generateImages = generateImages;
        this.metrics = metrics;
    }

    /** A fresh name for a generation. */
    static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** The plan of a body; a refusal is counted. */
    GenerationPlan plan(byte[] body, Answer answer) {
        try {
            return reader.read(body, answer);
        } catch (RuntimeException refusal) {
            metrics.ended(Problems.of(refusal).type().code());
            throw refusal;
        }
    }

    /** Begins to draw; a refusal is counted, and so is the end. */
    RunningGeneration start(String id, GenerationPlan plan, ProgressListener listener, String requestId) {
        long begun = System.nanoTime();
        RunningGeneration running;
        try {
            running = generateImages.start(id, plan, listener);
        } catch (RuntimeException refusal) {
            ended(id, plan, requestId, Problems.of(refusal).type().code(), begun, "");
            throw refusal;
        }
        running.result().whenComplete((result, failure) -> {
            if (failure == null) {
                metrics.drawn(result.images().size());
                ended(id, plan, requestId, OK, begun, " on " + slices(result));
            } else {
                failed(id, plan, requestId, failure, begun);
            }
        });
        return running;
    }

    private void failed(String id, GenerationPlan plan, String requestId, Throwable failure, long begun) {
        ProblemType type = Problems.of(failure).type();
        if (isUnforeseen(type, failure)) {
            LOG.errorf(failure, "request %s: unforeseen failure of generation %s", requestId, id);
        }
        ended(
                id,
                plan,
                requestId,
                type.code(),
                begun,
                ": " + Problems.of(failure).getMessage());
    }

    /** The core wraps what it did not expect; all it expects of a cause is a failed call. */
    private static boolean isUnforeseen(ProblemType type, Throwable failure) {
        return type == ProblemType.INTERNAL
                || (failure.getCause() != null && !(failure.getCause() instanceof InferenceException));
    }

    private void ended(String id, GenerationPlan plan, String requestId, String outcome, long begun, String more) {
        metrics.ended(outcome);
        LOG.infof(
                "generation %s (request %s): %s, %d x %dx%d, %d steps, %s in %d ms%s",
                id,
                requestId,
                plan.model().name(),
                plan.count(),
                plan.width(),
                plan.height(),
                plan.steps(),
                outcome,
                Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                more);
    }

    private static String slices(GenerationResult result) {
        return result.images().stream()
                .map(GeneratedImage::instances)
                .flatMap(List::stream)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
