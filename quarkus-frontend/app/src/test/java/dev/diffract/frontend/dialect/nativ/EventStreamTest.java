package dev.diffract.frontend.dialect.nativ;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.generation.GenerationException;
import dev.diffract.frontend.core.generation.ProgressListener.StepProgress;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.EventViews.PreviewData;
import dev.diffract.frontend.testing.LoggedFaults;
import dev.diffract.repository.layout.PreviewFactors;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    /** On the caller's thread, so that an event has been sent or left out when the call returns. */
    private final EventStream stream = new EventStream("g", new SseImpl(), List.of(), problem -> null, Runnable::run);

    private final Client client = new Client();

    @Test
    void aSlowClientGetsTheNewestPreviewInPlaceOfThoseItHasNotTaken() {
        stream.events().subscribe().withSubscriber(client);
        client.subscription.request(1);
        stream.preview(preview(0, 1));
        assertThat(client.events).containsExactly("preview 0 1");
        stream.preview(preview(0, 2)); // the first is on its way still
        stream.preview(preview(1, 2)); // of another picture
        stream.step(new StepProgress(0, 2, 9, "a"));
        for (int step = 3; step <= 8; step++) { // the last of them in place of all before
            stream.preview(preview(0, step));
        }
        stream.step(new StepProgress(0, 3, 9, "a"));
        client.subscription.request(9);
        assertThat(client.events).containsExactly("preview 0 1", "preview 1 2", "progress", "preview 0 8", "progress");
        stream.preview(preview(0, 9));
        assertThat(client.events).endsWith("progress", "preview 0 9");
    }

    /** However long a generation is, what is kept for a client that does not read is one event of a kind, and the pictures. */
    @Test
    void whatIsKeptForAClientThatDoesNotReadIsBounded() {
        EventQueue<String> queue = new EventQueue<>(Runnable::run);
        List<String> read = new ArrayList<>();
        for (int step = 1; step <= 1000; step++) {
            String event = "step " + step;
            queue.put("progress", () -> event);
            queue.putOfFew("preview", () -> "of " + event);
        }
        queue.put(new Object(), () -> "picture 0");
        queue.put("progress", () -> "step 1001");
        queue.put(new Object(), () -> "picture 1");
        queue.end(() -> "the last");
        queue.put("progress", () -> "too late");

        assertThat(queue.size()).isLessThan(300);
        assertThat(queue.stalled()).isPositive();
        Multi.createFrom().publisher(queue).subscribe().with(read::add, fault -> {}, () -> read.add("end"));
        assertThat(read)
                .endsWith("step 1000", "of step 1000", "picture 0", "step 1001", "picture 1", "the last", "end");
        assertThat(queue.stalled()).isZero();
    }

    @Test
    void whoTakesAnEventHasTheWholeTimeForTheNext() {
        stream.events().subscribe().withSubscriber(client);
        assertThat(stream.stalled()).isPositive();
        client.subscription.request(1);
        assertThat(stream.stalled()).as("there is nothing to take").isZero();
        stream.ping();
        assertThat(stream.stalled()).isPositive();
        client.subscription.cancel();
        assertThat(stream.stalled()).isZero();
    }

    @Test
    void anEventThatCannotBeMadeIsAFaultThatIsToldAndLoggedOnce() {
        EventStream broken = new EventStream(
                "g", new SseImpl(), List.of(), problem -> Problem.of(problem, "/v1/generations", "r-1"), Runnable::run);
        broken.events().subscribe().withSubscriber(client);
        client.subscription.request(9);
        try (LoggedFaults logged = new LoggedFaults()) {
            assertThat(broken.broken().toCompletableFuture()).isNotDone();
            broken.image(null); // which is no picture
            assertThat(broken.broken().toCompletableFuture())
                    .as("there is no use in drawing on")
                    .isCompleted();
            broken.step(new StepProgress(1, 1, 9, "a"));
            broken.end(
                    null, new GenerationException(GenerationException.Reason.CANCELLED, "It was cancelled for that."));
            assertThat(client.events).containsExactly("failed internal r-1", "end");
            assertThat(logged.causes()).singleElement().isInstanceOf(NullPointerException.class);
        }
    }

    private static Preview preview(int index, int step) {
        PreviewFactors factors = new PreviewFactors(Collections.nCopies(3, List.of(1.0)), List.of(0.0, 0.0, 0.0), 0);
        return new Preview(index, step, 2, 2, new float[4], factors);
    }

    /** Takes an event only when it is told to. */
    private static final class Client implements Flow.Subscriber<OutboundSseEvent> {

        private final List<String> events = new CopyOnWriteArrayList<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
        }

        @Override
        public void onNext(OutboundSseEvent event) {
            if (event.getData() instanceof PreviewData data) {
                events.add("preview " + data.index() + " " + data.step());
            } else if (event.getData() instanceof Problem problem) {
                events.add(event.getName() + " " + problem.code() + " " + problem.requestId());
            } else {
                events.add(event.getName());
            }
        }

        @Override
        public void onError(Throwable failure) {
            events.add(failure.toString());
        }

        @Override
        public void onComplete() {
            events.add("end");
        }
    }
}
