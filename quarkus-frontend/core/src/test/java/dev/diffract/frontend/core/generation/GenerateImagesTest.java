package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.HandClock;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.Admission;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.InstanceRegistry;
import dev.diffract.frontend.core.dispatch.InstanceSnapshot;
import dev.diffract.frontend.core.dispatch.InstanceState;
import dev.diffract.frontend.core.dispatch.TritonInstance;
import dev.diffract.frontend.core.failure.FailureKind;
import dev.diffract.frontend.core.failure.GenerationException;
import dev.diffract.frontend.core.failure.GenerationException.Reason;
import dev.diffract.frontend.core.port.DispatchListener;
import dev.diffract.frontend.core.port.InferenceGateway;
import dev.diffract.frontend.core.port.ProgressListener;
import dev.diffract.frontend.core.port.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerateImagesTest {

    private static final TritonInstance A = new TritonInstance("a", "host:1");
    private static final TritonInstance B = new TritonInstance("b", "host:2");
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final FakeGateway gateway = new FakeGateway();
    private final InstanceRegistry registry = new InstanceRegistry(List.of(A, B), clock);
    private final Admission admission = new Admission(2, 1);
    private final Heard heard = new Heard();
    private final GenerateImages generateImages = generateImages(new Looping()::execute);

    @BeforeEach
    void bothAreHealthy() {
        back(A);
        back(B);
    }

    @Test
    void drawsAPicture() {
        GenerationResult result = result(start(plan(1)));
        GeneratedImage image = result.images().get(0);
        assertThat(image.rgb()).hasSize(64 * 128 * 3);
        assertThat(image.width()).isEqualTo(64);
        assertThat(image.height()).isEqualTo(128);
        assertThat(image.seed()).isEqualTo(42);
        assertThat(image.instances()).containsExactly("a", "b");
        assertThat(image.infotext())
                .startsWith("cat\nNegative prompt: dog\nSteps: 8, Sampler: Euler a,")
                .contains("RNG: CPU");
        assertThat(result.id()).isEqualTo("g1");
        assertThat(gateway.sentTo("text_encoder")).hasSize(2);
        assertThat(gateway.sentTo("unet")).hasSize(8);
        assertThat(gateway.sentTo("decode_image")).hasSize(1);
        assertThat(admission.active()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void tellsWhatHappensInOrder() {
        start(plan(1));
        assertThat(heard.events)
                .containsExactly(
                        "started",
                        "0: 1/8 on a",
                        "0: 2/8 on b",
                        "0: 3/8 on a",
                        "0: 4/8 on b",
                        "0: 5/8 on a",
                        "0: 6/8 on b",
                        "0: 7/8 on a",
                        "0: 8/8 on b",
                        "image 0");
    }

    @Test
    void promptsAreEncodedOncePerCheckpoint() {
        start(plan(3));
        assertThat(gateway.sentTo("text_encoder")).hasSize(2);
        start(plan(1));
        assertThat(gateway.sentTo("text_encoder")).hasSize(2);
        start(plan("bird", 1));
        assertThat(gateway.sentTo("text_encoder")).hasSize(3);
    }

    @Test
    void aPictureDoesNotDependOnTheOthersOfItsGeneration() {
        List<GeneratedImage> together = result(start(plan(3))).images();
        assertThat(together).extracting(GeneratedImage::seed).containsExactly(42L, 43L, 44L);
        GenerationPlan alone =
                TestPlans.of(new GenerationRequest(null, "cat", "dog", 8L, 3.0, 64L, 128L, 44L, "Euler a", 1L));
        assertThat(result(start(alone)).images().get(0).rgb())
                .isEqualTo(together.get(2).rgb());
        assertThat(together.get(0).rgb()).isNotEqualTo(together.get(1).rgb());
    }

    @Test
    void aClipSkipIsEncodedForItselfAndPicturesStayIndependent() {
        start(plan(1));
        GenerationRequest three = new GenerationRequest(null, "cat", "dog", 8L, 3.0, 64L, 128L, 42L, "Euler a", 3L);
        GenerationRequest last = new GenerationRequest(null, "cat", "dog", 8L, 3.0, 64L, 128L, 44L, "Euler a", 1L);
        PromptOptions skip = new PromptOptions(null, null, 2L);
        List<GeneratedImage> together =
                result(start(TestPlans.of(three.with(skip, NoiseOptions.NONE)))).images();
        assertThat(gateway.sentTo("text_encoder")).hasSize(4);
        GeneratedImage alone = result(start(TestPlans.of(last.with(skip, NoiseOptions.NONE))))
                .images()
                .get(0);
        assertThat(gateway.sentTo("text_encoder")).hasSize(4);
        assertThat(alone.rgb()).isEqualTo(together.get(2).rgb());
        assertThat(alone.infotext()).contains("Clip skip: 2");
    }

    @Test
    void previewsAreToldAfterTheirSteps() {
        GenerationRequest request = new GenerationRequest(null, "cat", "dog", 4L, 3.0, 64L, 128L, 42L, "Euler a", 1L);
        start(TestPlans.of(request.withPreviews(2L)));
        assertThat(heard.events)
                .containsExactly(
                        "started",
                        "0: 1/4 on a",
                        "0: 2/4 on b",
                        "0: preview 2 of 8x16",
                        "0: 3/4 on a",
                        "0: 4/4 on b",
                        "image 0");
    }

    static Stream<Behaviour> disturbances() {
        return Stream.of(
                FakeGateway.fail(FailureKind.UNAVAILABLE),
                FakeGateway.fail(FailureKind.INTERNAL),
                FakeGateway.fail(FailureKind.OVERLOADED),
                FakeGateway.fail(FailureKind.NOT_FOUND),
                FakeGateway.fail(FailureKind.DEADLINE),
                FakeGateway.NONSENSE,
                FakeGateway.THROW,
                FakeGateway.HANG);
    }

    @ParameterizedTest
    @MethodSource("disturbances")
    void anInstanceThatFailsAtAnyCallLosesNothing(Behaviour disturbance) {
        byte[] undisturbed = result(start(plan(1))).images().get(0).rgb();
        for (int call = 0; call < 6; call++) {
            clock.advance(Duration.ofSeconds(1));
            back(A);
            Behaviour[] script = new Behaviour[call + 1];
            Arrays.fill(script, FakeGateway.ANSWER);
            script[call] = disturbance;
            gateway.script(A, script);
            RunningGeneration running = start(plan(1));
            clock.advance(Duration.ofSeconds(31));
            assertThat(result(running).images().get(0).rgb())
                    .as("call %d", call)
                    .isEqualTo(undisturbed);
        }
    }

    @Test
    void anInstanceThatDiesForGoodInMidImageIsReplaced() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).rgb();
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.UNAVAILABLE));
        GeneratedImage image = result(start(plan(1))).images().get(0);
        assertThat(image.rgb()).isEqualTo(undisturbed);
        assertThat(gateway.instances()
                        .subList(gateway.sent().size() - 4, gateway.sent().size()))
                .containsOnly("b");
    }

    @Test
    void theOnlyInstanceMayRestartInMidImage() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).rgb();
        registry.publish(InstanceSnapshot.out(B, InstanceState.MISMATCHED, "Another model."), clock.instant());
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.UNAVAILABLE));
        RunningGeneration running = start(plan(1));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofSeconds(5));
        back(A);
        clock.advance(Duration.ofSeconds(1));
        assertThat(result(running).images().get(0).rgb()).isEqualTo(undisturbed);
    }

    @Test
    void failsWhenEveryAttemptFails() {
        Behaviour broken = FakeGateway.fail(FailureKind.INTERNAL);
        gateway.script(A, broken, broken);
        gateway.script(B, broken, broken);
        RunningGeneration running = start(plan(4));
        clock.advance(Duration.ofSeconds(15));
        GenerationException failure = failure(running);
        assertThat(failure.reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(failure.attempts()).hasSize(2);
        assertThat(failure.getMessage()).doesNotContain("cat");
        assertThat(admission.active()).isZero();
    }

    @Test
    void oneFailedPictureEndsTheOthers() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.fail(FailureKind.INVALID));
        RunningGeneration running = start(plan(3));
        assertThat(failure(running).reason()).isEqualTo(Reason.INSTANCES_FAILED);
        int calls = gateway.sent().size();
        clock.advance(DEADLINE);
        assertThat(gateway.sent()).hasSize(calls);
    }

    @Test
    void endsAtItsDeadlineEvenIfEveryInstanceStaysFull() {
        Behaviour[] full = Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                .limit(1000)
                .toArray(Behaviour[]::new);
        gateway.script(A, full);
        gateway.script(B, full);
        RunningGeneration running = start(plan(2));
        clock.advance(DEADLINE.minusMillis(1));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofMillis(1));
        assertThat(failure(running).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(admission.active()).isZero();
        clock.advance(DEADLINE);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void timeInTheQueueCountsTowardsTheDeadline() {
        Behaviour[] full = Stream.generate(() -> FakeGateway.fail(FailureKind.OVERLOADED))
                .limit(1000)
                .toArray(Behaviour[]::new);
        gateway.script(A, full);
        gateway.script(B, full);
        start(plan(1));
        start(plan("bird", 1));
        clock.advance(Duration.ofMinutes(1));
        RunningGeneration waiting = start(plan("fish", 1));
        clock.advance(DEADLINE);
        assertThat(failure(waiting).reason()).isEqualTo(Reason.DEADLINE);
        assertThat(admission.active()).isZero();
        assertThat(admission.queued()).isZero();
    }

    @Test
    void aCancelledGenerationLeavesTheQueueAtOnce() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        RunningGeneration waiting = start(plan("fish", 1));
        assertThat(heard.events).endsWith("queued at 1");
        assertThat(admission.queued()).isEqualTo(1);
        waiting.cancel();
        assertThat(failure(waiting).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(admission.queued()).isZero();
    }

    @Test
    void refusesWhatTheQueueCannotHold() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        start(plan("fish", 1));
        assertThatThrownBy(() -> start(plan("fly", 1)))
                .isInstanceOfSatisfying(
                        GenerationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.QUEUE_FULL));
    }

    @Test
    void theNextInTheQueueStartsWhenAPlaceIsFree() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        RunningGeneration waiting = start(plan("fish", 1));
        gateway.sent()
                .get(0)
                .answer()
                .complete(FakeGateway.compute(gateway.sent().get(0).call()));
        assertThat(result(waiting).images()).hasSize(1);
    }

    @Test
    void cancelStopsBeforeTheNextCall() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        running.cancel();
        assertThat(running.result().toCompletableFuture()).isNotDone();
        int calls = gateway.sent().size();
        answerLast();
        assertThat(failure(running).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(gateway.sent()).hasSize(calls);
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        clock.advance(Duration.ofSeconds(29));
        int events = heard.events.size();
        running.cancel();
        clock.advance(DEADLINE);
        assertThat(failure(running).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(heard.events).hasSize(events);
    }

    @Test
    void aListenerThatThrowsEndsTheGeneration() {
        RunningGeneration running = generateImages.start("g1", plan(2), new ProgressListener() {
            @Override
            public void step(StepProgress progress) {
                throw new IllegalStateException("the client is gone");
            }
        });
        assertThat(failure(running)).hasRootCauseMessage("the client is gone");
        assertThat(admission.active()).isZero();
    }

    @Test
    void anExecutorThatTakesNothingMoreEndsTheGenerationAndFreesItsPlace() {
        GenerateImages stopped = generateImages(task -> {
            throw new RejectedExecutionException("shut down");
        });
        assertThat(failure(stopped.start("g1", plan(1), heard)).reason()).isEqualTo(Reason.INSTANCES_FAILED);
        assertThat(admission.active()).isZero();
    }

    @Test
    void anUnknownModelIsNotFound() {
        GenerationRequest request = new GenerationRequest("sdxl", "a", null, null, null, null, null, null, null, null);
        assertThatThrownBy(() -> generateImages.plan(request))
                .isInstanceOfSatisfying(
                        GenerationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_NOT_FOUND))
                .hasMessage("There is no model 'sdxl'; there are: demo.");
    }

    @Test
    void timingsAddUp() {
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG);
        RunningGeneration running = start(plan(1));
        clock.advance(Duration.ofMillis(40));
        answerLast();
        clock.advance(Duration.ofMillis(60));
        answerLast();
        GenerationTimings timings = result(running).timings();
        assertThat(timings.encode()).isEqualTo(Duration.ofMillis(40));
        assertThat(timings.denoise()).isEqualTo(Duration.ofMillis(60));
        assertThat(timings.queue()).isZero();
        assertThat(timings.decode()).isZero();
        assertThat(timings.total()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void manyGenerationsOnManyThreadsDrawWhatOneAloneDraws() throws Exception {
        byte[] alone = result(start(plan(1))).images().get(0).rgb();
        Timer never = (delay, task) -> () -> {};
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            GenerateImages concurrent = new GenerateImages(
                    () -> List.of(TestModels.model()),
                    dispatcher(
                            (instance, call, timeout) ->
                                    CompletableFuture.supplyAsync(() -> FakeGateway.compute(call), pool),
                            never),
                    new Admission(4, 100),
                    pool,
                    never,
                    clock,
                    () -> 0,
                    new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE, "1"));
            List<RunningGeneration> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(concurrent.start("g" + i, plan(3), ProgressListener.NONE));
            }
            for (RunningGeneration generation : running) {
                GenerationResult result =
                        generation.result().toCompletableFuture().get(60, TimeUnit.SECONDS);
                assertThat(result.images()).hasSize(3);
                assertThat(result.images().get(0).rgb()).isEqualTo(alone);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void answerLast() {
        FakeGateway.Sent last = gateway.sent().get(gateway.sent().size() - 1);
        last.answer().complete(FakeGateway.compute(last.call()));
    }

    private GenerateImages generateImages(Executor executor) {
        return new GenerateImages(
                () -> List.of(TestModels.model()),
                dispatcher(gateway, clock),
                admission,
                executor,
                clock,
                clock,
                () -> 5,
                new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE, "test"));
    }

    private Dispatcher dispatcher(InferenceGateway to, Timer timer) {
        return new Dispatcher(registry, to, DispatchListener.NONE, timer, clock, DispatchSettings.DEFAULT);
    }

    private void back(TritonInstance instance) {
        registry.publish(
                InstanceSnapshot.healthy(instance, TestModels.served()),
                clock.instant().plusNanos(1));
    }

    private GenerationPlan plan(int count) {
        return plan("cat", count);
    }

    private GenerationPlan plan(String prompt, long count) {
        return generateImages.plan(
                new GenerationRequest(null, prompt, "dog", null, null, null, null, 42L, "Euler a", count));
    }

    private RunningGeneration start(GenerationPlan plan) {
        return generateImages.start("g1", plan, heard);
    }

    private static GenerationResult result(RunningGeneration running) {
        CompletableFuture<GenerationResult> result = running.result().toCompletableFuture();
        assertThat(result).isCompleted();
        return result.join();
    }

    private static GenerationException failure(RunningGeneration running) {
        CompletableFuture<GenerationResult> result = running.result().toCompletableFuture();
        assertThat(result).isCompletedExceptionally();
        return (GenerationException) result.handle((value, error) -> error).join();
    }

    /** Runs tasks on the test's thread, one after the other and never one inside another. */
    private static final class Looping {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private boolean running;

        private void execute(Runnable task) {
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
    private static final class Heard implements ProgressListener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void queued(int position) {
            events.add("queued at " + position);
        }

        @Override
        public void started(GenerationPlan plan) {
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
