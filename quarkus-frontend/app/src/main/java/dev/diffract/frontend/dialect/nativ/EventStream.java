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
import dev.diffract.frontend.dialect.nativ.view.NotHonoured;
import dev.diffract.frontend.dialect.nativ.view.TokensView;
import dev.diffract.frontend.service.Pictures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Processor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What happens to one generation, as server-sent events. Events are prepared and sent one after another on worker threads,
 * so that a picture that is still being encoded is not overtaken. Thread-safe. Nothing is sent while a lock is held: a send
 * may have to wait for the event loop, and the event loop may be in {@link #ping()} or in {@link #end}.
 */
final class EventStream implements ProgressListener {

    private static final Logger LOG = Logger.getLogger(EventStream.class);

    /** How long browsers should wait before they connect again, in milliseconds. */
    private static final long RECONNECT_DELAY = 2000;

    private static final long NONE = -1;

    private final String id;
    private final Sse sse;
    private final Function<GeneratedImage, ImageView> views;
    private final Function<ProblemException, Problem> documents;
    private final Executor workers;
    private final Processor<OutboundSseEvent, OutboundSseEvent> events =
            UnicastProcessor.<OutboundSseEvent>create().serialized();
    private CompletableFuture<Void> prepared = CompletableFuture.completedFuture(null);
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private long number;

    /** Events and comments given to the stream. */
    private final AtomicLong given = new AtomicLong();

    /** How many of them the client has asked for: one more than it has taken. */
    private final AtomicLong wanted = new AtomicLong();

    /** By picture: which of the events was its last preview. Touched by one action after the other. */
    private final Map<Integer, Long> previews = new HashMap<>();

    /**
     * @param id of the generation
     * @param views makes the data of a picture's event
     * @param documents makes the data of a failure's event
     */
    EventStream(
            String id,
            Sse sse,
            Function<GeneratedImage, ImageView> views,
            Function<ProblemException, Problem> documents) {
        this(id, sse, views, documents, Infrastructure.getDefaultWorkerPool());
    }

    /** @param workers runs what prepares and sends an event */
    EventStream(
            String id,
            Sse sse,
            Function<GeneratedImage, ImageView> views,
            Function<ProblemException, Problem> documents,
            Executor workers) {
        this.id = id;
        this.sse = sse;
        this.views = views;
        this.documents = documents;
        this.workers = workers;
    }

    /** The events; buffered until somebody subscribes. */
    Multi<OutboundSseEvent> events() {
        return Multi.createFrom().publisher(events).onRequest().invoke(wanted::addAndGet);
    }

    @Override
    public void queued(int position) {
        then(() -> send("queued", new Queued(id, position)));
    }

    @Override
    public void started(GenerationPlan plan) {
        then(() ->
                send("started", new Started(id, ParametersView.of(plan), TokensView.of(plan), NotHonoured.of(plan))));
    }

    @Override
    public void step(StepProgress step) {
        then(() -> send(
                "progress",
                new Progress(id, step.index(), step.step(), step.steps(), step.fraction(), step.instance())));
    }

    /** Left out while the client has not taken the picture's preview before: it would only be late. */
    @Override
    public void preview(Preview preview) {
        then(() -> {
            if (wanted.get() > previews.getOrDefault(preview.index(), NONE)) {
                send(
                        "preview",
                        new PreviewData(
                                id,
                                preview.index(),
                                preview.step(),
                                preview.width(),
                                preview.height(),
                                Pictures.png(preview)));
                previews.put(preview.index(), given.get());
            }
        });
    }

    @Override
    public void image(GeneratedImage image) {
        then(() -> send("image", views.apply(image)));
    }

    /** A comment, which keeps proxies from taking the stream for dead. */
    void ping() {
        give(sse.newEventBuilder().comment("ping").build());
    }

    /** The last event, after everything that was begun before. */
    synchronized void end(GenerationResult result, Throwable failure) {
        prepared = prepared.handleAsync(
                (done, broken) -> {
                    if (broken != null) { // and maybe the generation was ended for it
                        breakOff(broken);
                    } else if (failure != null) {
                        fail(Problems.of(failure));
                    } else {
                        send("completed", new Completed(id, TimingsView.of(result.timings())));
                    }
                    events.onComplete();
                    return null;
                },
                workers);
    }

    /** Completed when an event cannot be told by a fault of this program: then there is no use in drawing on. */
    CompletionStage<Void> broken() {
        return broken.minimalCompletionStage();
    }

    private synchronized void then(Runnable action) {
        prepared = prepared.thenRunAsync(action, workers).whenComplete((done, fault) -> {
            if (fault != null) {
                broken.complete(null);
            }
        });
    }

    private void fail(ProblemException problem) {
        if (problem.type() == ProblemType.CANCELLED) {
            send("cancelled", Map.of());
        } else {
            send("failed", documents.apply(problem));
        }
    }

    /** The pictures are drawn and the service has done its part: nobody but the stream knows of it. */
    private void breakOff(Throwable fault) {
        Problem document = documents.apply(Problems.of(fault));
        LOG.errorf(fault, "request %s: unforeseen failure of the events of generation %s", document.requestId(), id);
        send("failed", document);
    }

    /** Called by one action after the other, so the number needs no lock. */
    private void send(String name, Object data) {
        OutboundSseEvent.Builder event =
                sse.newEventBuilder().id(Long.toString(++number)).name(name).data(data);
        if (number == 1) {
            event.reconnectDelay(RECONNECT_DELAY);
        }
        give(event.build());
    }

    private void give(OutboundSseEvent event) {
        given.incrementAndGet();
        events.onNext(event);
    }
}
