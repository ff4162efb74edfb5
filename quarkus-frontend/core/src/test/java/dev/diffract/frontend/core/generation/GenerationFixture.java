package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.fleet.InstanceRegistry;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.TestFleet;
import dev.diffract.frontend.core.inference.InferenceGateway;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;

/** The use case on two instances that compute formulas, with a clock that is moved by hand. */
abstract class GenerationFixture {

    static final TritonInstance A = new TritonInstance("a", "host:1");
    static final TritonInstance B = new TritonInstance("b", "host:2");
    static final Duration DEADLINE = Duration.ofMinutes(5);

    /** A file of nothing but the pixels; beside it stands which it is, and whether it was started again. */
    static final PictureWriter PIXELS = (plan, index, provenance, picture) -> new PictureFile(
            FileFormat.PNG, picture.values(), "picture " + index + (provenance.again() ? " again" : ""));

    final HandClock clock = new HandClock();
    final FakeGateway gateway = new FakeGateway();
    final InstanceRegistry registry = TestFleet.of(List.of(A, B), clock);
    final Admission admission = new Admission(Places.of(2), Bounds.of(1), clock);
    final MemoryJobStore jobs = new MemoryJobStore(() -> List.of(TestModels.model()));
    final Heard heard = new Heard();
    private int started;
    final GenerateImages generateImages = generateImages(new Looping()::execute);

    @BeforeEach
    void bothAreHealthy() {
        back(A);
        back(B);
    }

    void answerLast() {
        FakeGateway.Sent last = gateway.sent().get(gateway.sent().size() - 1);
        last.answer().complete(FakeGateway.compute(last.call()));
    }

    GenerateImages generateImages(Executor executor) {
        return new GenerateImages(
                () -> List.of(TestModels.model()),
                () -> 5,
                new GenerationTools(
                        dispatcher(gateway, clock, executor),
                        executor,
                        new PictureFiles(PIXELS, executor),
                        admission,
                        jobs,
                        clock,
                        clock),
                new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE));
    }

    Dispatcher dispatcher(InferenceGateway to, Timer timer, Executor executor) {
        return new Dispatcher(
                registry,
                to,
                new LeastLoaded(),
                DispatchListener.NONE,
                new Execution(executor, timer, clock),
                DispatchSettings.DEFAULT);
    }

    void back(TritonInstance instance) {
        registry.publish(
                InstanceSnapshot.healthy(instance, TestModels.served()),
                clock.instant().plusNanos(1));
    }

    GenerationPlan plan(int count) {
        return plan("cat", count);
    }

    GenerationPlan plan(String prompt, long count) {
        return generateImages.plan(GenerationRequest.builder()
                .prompt(prompt)
                .negativePrompt("dog")
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .count(count)
                .build());
    }

    RunningGeneration start(GenerationPlan plan) {
        return generateImages.start("g" + ++started, Caller.ANYBODY, plan, heard, Span.NONE);
    }

    static GenerationResult result(RunningGeneration running) {
        CompletableFuture<GenerationResult> result = running.result().toCompletableFuture();
        assertThat(result).isCompleted();
        return result.join();
    }

    static GenerationException failure(RunningGeneration running) {
        CompletableFuture<GenerationResult> result = running.result().toCompletableFuture();
        assertThat(result).isCompletedExceptionally();
        return (GenerationException) result.handle((value, error) -> error).join();
    }

    /** Runs tasks on the test's thread, one after the other and never one inside another. */
    static final class Looping {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private boolean running;

        void execute(Runnable task) {
            tasks.add(task);
            if (!running) {
                running = true;
                while (!tasks.isEmpty()) {
                    tasks.poll().run();
                }
                running = false;
            }
        }
    }

    /** Writes down what it hears. */
    static final class Heard implements ProgressListener {
        final List<String> events = new ArrayList<>();

        @Override
        public void queued(int position, Optional<Instant> doneBy) {
            events.add("queued at " + position);
        }

        @Override
        public void started(GenerationPlan plan, Optional<Instant> doneBy) {
            events.add("started");
        }

        @Override
        public void step(StepProgress step) {
            events.add(step.index() + ": " + step.step() + "/" + step.steps() + " on " + step.instance());
        }

        @Override
        public void preview(Preview preview) {
            events.add(preview.index() + ": preview " + preview.step() + " of " + preview.width() + "x"
                    + preview.height());
        }

        @Override
        public void image(GeneratedImage image) {
            events.add("image " + image.index());
        }
    }
}
