package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Admission;
import dev.diffract.frontend.core.admission.Bounds;
import dev.diffract.frontend.core.admission.Places;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.time.Timer;
import dev.diffract.frontend.core.trace.Span;
import dev.diffract.repository.layout.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GenerateImagesTest extends GenerationFixture {

    @Test
    void drawsAPicture() {
        GenerationResult result = result(start(plan(1)));
        GeneratedImage image = result.images().get(0);
        assertThat(image.file().bytes()).hasSize(64 * 128 * 3);
        assertThat(image.file().parameters()).isEqualTo("picture 0");
        assertThat(image.seed()).isEqualTo(42);
        assertThat(image.instances()).containsExactly("a", "b");
        assertThat(Infotext.of(result.plan(), 0, "1"))
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
    void textStatesThatProveNoCheckpointAreNotKept() {
        ModelDefinition old = TestModels.unproven();
        Map<String, ServedModel> served = old.manifest().models().stream()
                .collect(Collectors.toMap(
                        Manifest.ServedModel::name, model -> TestModels.served(TestModels.CHECKPOINT)));
        for (TritonInstance instance : List.of(A, B)) {
            registry.publish(
                    InstanceSnapshot.healthy(instance, served), clock.instant().plusNanos(2));
        }
        GenerationPlan plan =
                TestPlans.of(old, TestRequests.small().count(2L).steps(4L).build());

        List<GeneratedImage> images = result(start(plan)).images();
        assertThat(gateway.sentTo("text_encoder")).hasSize(4);
        assertThat(gateway.sent()).extracting(sent -> sent.call().model()).doesNotContain(TestModels.UNET);

        List<GeneratedImage> again = result(start(plan)).images();
        assertThat(gateway.sentTo("text_encoder")).hasSize(8);
        assertThat(again.get(1).file().bytes()).isEqualTo(images.get(1).file().bytes());
    }

    @Test
    void aPictureDoesNotDependOnTheOthersOfItsGeneration() {
        List<GeneratedImage> together = result(start(plan(3))).images();
        assertThat(together).extracting(GeneratedImage::seed).containsExactly(42L, 43L, 44L);
        GenerationPlan alone = TestPlans.of(
                TestRequests.small().steps(8L).noise(TestRequests.seed(44L)).build());
        assertThat(result(start(alone)).images().get(0).file().bytes())
                .isEqualTo(together.get(2).file().bytes());
        assertThat(together.get(0).file().bytes())
                .isNotEqualTo(together.get(1).file().bytes());
    }

    @Test
    void aClipSkipIsEncodedForItselfAndPicturesStayIndependent() {
        start(plan(1));
        GenerationRequest three =
                TestRequests.small().steps(8L).count(3L).reading(null, null, 2L).build();
        GenerationRequest last = TestRequests.small()
                .steps(8L)
                .noise(TestRequests.seed(44L))
                .reading(null, null, 2L)
                .build();
        List<GeneratedImage> together = result(start(TestPlans.of(three))).images();
        assertThat(gateway.sentTo("text_encoder")).hasSize(4);
        GenerationResult result = result(start(TestPlans.of(last)));
        GeneratedImage alone = result.images().get(0);
        assertThat(gateway.sentTo("text_encoder")).hasSize(4);
        assertThat(alone.file().bytes()).isEqualTo(together.get(2).file().bytes());
        assertThat(Infotext.of(result.plan(), 0, "1")).contains("Clip skip: 2");
    }

    @Test
    void previewsAreToldAfterTheirSteps() {
        GenerationRequest request = TestRequests.small().previews(2L).build();
        start(TestPlans.of(request));
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

    @Test
    void anUnknownModelIsNotFound() {
        GenerationRequest request =
                GenerationRequest.builder().model("sdxl").prompt("a").build();
        assertThatThrownBy(() -> generateImages.plan(request))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(new Fault(Field.MODEL, new Rule.KnownModel(List.of("demo"), "sdxl"))));
    }

    @Test
    void whatNoModelWouldTakeIsToldBesideAnUnknownOne() {
        GenerationRequest request = GenerationRequest.builder()
                .model("sdxl")
                .prompt("a")
                .steps(0L)
                .sampler("Eulr")
                .size(7L, 7L) // which sizes there are is the model's
                .build();
        assertThatThrownBy(() -> generateImages.plan(request))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .extracting(Fault::field)
                                .containsExactly(Field.MODEL, Field.STEPS, Field.SAMPLER));
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
        byte[] alone = result(start(plan(1))).images().get(0).file().bytes();
        Timer never = (delay, task) -> () -> {};
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            GenerateImages concurrent = new GenerateImages(
                    () -> List.of(TestModels.model()),
                    () -> 0,
                    new GenerationTools(
                            dispatcher(
                                    (instance, call, timeout) ->
                                            CompletableFuture.supplyAsync(() -> FakeGateway.compute(call), pool),
                                    never,
                                    pool),
                            pool,
                            new PictureFiles(PIXELS, pool),
                            new Admission(Places.of(12), Bounds.of(100), clock),
                            new MemoryJobStore(() -> List.of(TestModels.model())),
                            clock,
                            never),
                    new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE));
            List<RunningGeneration> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(concurrent.start("g" + i, Caller.ANYBODY, plan(3), ProgressListener.NONE, Span.NONE));
            }
            for (RunningGeneration generation : running) {
                GenerationResult result =
                        generation.result().toCompletableFuture().get(60, TimeUnit.SECONDS);
                assertThat(result.images()).hasSize(3);
                assertThat(result.images().get(0).file().bytes()).isEqualTo(alone);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
