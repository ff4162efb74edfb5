package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.generation.ProgressListener;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import dev.diffract.frontend.dialect.nativ.problem.Problems;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Completed;
import dev.diffract.frontend.dialect.nativ.view.EventViews.PreviewData;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Progress;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Queued;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Started;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.ParametersView;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.TimingsView;
import dev.diffract.frontend.dialect.nativ.view.ImageView;
import dev.diffract.frontend.dialect.nativ.view.TokensView;
import dev.diffract.frontend.service.Pictures;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What happens to one generation, as server-sent events. Events are prepared and sent one after another on worker threads, when the client
 * takes them: a slow one gets the newest previews, not all of the progress, and every picture. Thread-safe.
 */
final class EventStream implements ProgressListener {

    private static final Logger LOG = Logger.getLogger(EventStream.class);

    /** How long browsers should wait before they connect again, in milliseconds. */
    private static final long RECONNECT_DELAY = 2000;

    private final String id;
    private final Sse sse;
    private final List<String> notHonoured;
    private final Function<ProblemException, Problem> documents;
    private final EventQueue<OutboundSseEvent> events;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();

    /** Touched where events are made, by one after the other; so is the number. */
    private Throwable fault;

    private long number;

    /** What there is one of in the queue, of each picture. */
    private record Kind(String event, int index) {}

    /**
     * @param id of the generation
     * @param notHonoured what was asked for and is not drawn
     * @param documents makes the data of a failure's event
     * @param workers runs what prepares and sends an event
     */
    EventStream(
            String id,
            Sse sse,
            List<String> notHonoured,
            Function<ProblemException, Problem> documents,
            Executor workers) {
        this.id = id;
        this.sse = sse;
        this.notHonoured = List.copyOf(notHonoured);
        this.documents = documents;
        this.events = new EventQueue<>(workers);
    }

    /** The events; those that wait are kept until somebody subscribes. */
    Multi<OutboundSseEvent> events() {
        return Multi.createFrom().publisher(events);
    }

    /** How long the client has taken nothing. */
    Duration stalled() {
        return events.stalled();
    }

    @Override
    public void queued(int position, Optional<Instant> doneBy) {
        put("queued", 0, () -> new Queued(id, position, doneBy.orElse(null)));
    }

    @Override
    public void started(GenerationPlan plan, Optional<Instant> doneBy) {
        put(
                "started",
                0,
                () -> new Started(id, ParametersView.of(plan), TokensView.of(plan), notHonoured, doneBy.orElse(null)));
    }

    @Override
    public void step(StepProgress step) {
        put(
                "progress",
                step.index(),
                () -> new Progress(id, step.index(), step.step(), step.steps(), step.fraction(), step.instance()));
    }

    @Override
    public void preview(Preview preview) {
        int index = preview.index();
        events.putOfFew(
                new Kind("preview", index),
                () -> made(
                        "preview",
                        () -> new PreviewData(
                                id, index, preview.step(), preview.width(), preview.height(), Pictures.png(preview))));
    }

    @Override
    public void image(GeneratedImage image) {
        events.put(new Object(), () -> made("image", () -> ImageView.of(image)));
    }

    /** A comment, which keeps proxies from taking the stream for dead. */
    void ping() {
        events.putOfFew(
                new Kind("ping", 0),
                () -> fault == null ? sse.newEventBuilder().comment("ping").build() : null);
    }

    /** The last event, after everything that was begun before. */
    void end(GenerationResult result, Throwable failure) {
        events.end(() -> {
            if (fault != null) { // and maybe the generation was ended for it
                return breakOff();
            }
            return failure == null
                    ? event("completed", new Completed(id, TimingsView.of(result.timings())))
                    : failed(Problems.of(failure));
        });
    }

    /** Completed when an event cannot be told by a fault of this program: then there is no use in drawing on. */
    CompletionStage<Void> broken() {
        return broken.minimalCompletionStage();
    }

    private void put(String name, int index, Supplier<Object> data) {
        events.put(new Kind(name, index), () -> made(name, data));
    }

    /** Nothing after a fault, whose event is the last one. */
    private OutboundSseEvent made(String name, Supplier<Object> data) {
        if (fault != null) {
            return null;
        }
        try {
            return event(name, data.get());
        } catch (RuntimeException | Error e) {
            fault = e;
            broken.complete(null);
            return null;
        }
    }

    private OutboundSseEvent failed(ProblemException problem) {
        return problem.type() == ProblemType.CANCELLED
                ? event("cancelled", Map.of())
                : event("failed", documents.apply(problem));
    }

    /** The pictures are drawn and the service has done its part: nobody but the stream knows of it. */
    private OutboundSseEvent breakOff() {
        Problem document = documents.apply(Problems.of(fault));
        LOG.errorf(fault, "request %s: unforeseen failure of the events of generation %s", document.requestId(), id);
        return event("failed", document);
    }

    private OutboundSseEvent event(String name, Object data) {
        OutboundSseEvent.Builder event =
                sse.newEventBuilder().id(Long.toString(++number)).name(name).data(data);
        if (number == 1) {
            event.reconnectDelay(RECONNECT_DELAY);
        }
        return event.build();
    }
}
