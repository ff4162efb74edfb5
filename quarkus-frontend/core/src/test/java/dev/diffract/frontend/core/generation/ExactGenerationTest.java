package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceCall;
import dev.diffract.frontend.core.infotext.Infotext;
import dev.diffract.frontend.core.infotext.InfotextReader;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Provenance;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.repository.kserve.Tensor;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pictures that are to be the same to the bit: every call fills its batch, and engines of one kind make them all. */
class ExactGenerationTest extends GenerationFixture {

    private static final ServedModel OTHER =
            new ServedModel(TestModels.CHECKPOINT, 8, "engine", Optional.of("sha256:01 2 threads"));
    private static final String ENGINES = InstanceSnapshot.healthy(A, TestModels.served())
            .engines(TestModels.CHECKPOINT, TestModels.served().keySet())
            .orElseThrow();

    @Test
    void everyCallFillsItsBatchWithTheRowsOfOnePicture() {
        GenerationResult result = result(start(plan("exact", 3, SourceRequest.NONE)));

        assertThat(gateway.sent()).isNotEmpty().allSatisfy(sent -> {
            assertThat(sent.call().rows()).isEqualTo(8);
            sent.call().inputs().forEach(input -> assertRepeats(sent.call(), input));
        });
        assertThat(result.images()).extracting(GeneratedImage::engines).containsOnly(Optional.of(ENGINES));
        GenerationResult alone = result(start(exact(44, 1)));
        assertThat(alone.images().get(0).file().bytes())
                .isEqualTo(result.images().get(2).file().bytes());
    }

    @Test
    void theEncoderOfPicturesIsCalledInAFullBatchToo() {
        Raster grey = Raster.rgb(128, 64, new byte[128 * 64 * 3]);
        result(start(plan("exact", 2, new SourceRequest(grey, 0.5, null, SourceRequest.NONE.mask()))));
        assertThat(gateway.sentTo("vae_encoder"))
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.call().rows()).isEqualTo(8));
    }

    @Test
    void whatIsNotExactIsNotFilledAndKnowsNoEngines() {
        GenerationResult result = result(start(plan(1)));
        assertThat(gateway.sentTo("unet"))
                .allSatisfy(sent -> assertThat(sent.call().rows()).isEqualTo(2));
        assertThat(result.images().get(0).engines()).isEmpty();
        assertThat(Infotext.of(result.plan(), 0, "1")).doesNotContain("Reproducible");
    }

    /** Its caller is charged for it, and what waits, what is foreseen and when it is done are reckoned with it. */
    @Test
    void itCostsTheBatchesThatItFills() {
        assertThat(left("exact")).isEqualTo(4 * left(null)).isPositive();
    }

    /** What is left to do of a picture whose first call is not answered. */
    private double left(@Nullable String reproducible) {
        gateway.script(B, FakeGateway.HANG);
        gateway.script(A, FakeGateway.HANG);
        RunningGeneration running = start(plan(reproducible, 1, SourceRequest.NONE));
        double left = admission.left(running.plan().model().name());
        running.cancel();
        return left;
    }

    @Test
    void textStatesOfSharedBatchesAreNotTaken() {
        result(start(plan(1)));
        int before = gateway.sentTo("text_encoder").size();
        result(start(exact(42, 1)));
        assertThat(gateway.sentTo("text_encoder")).hasSize(2 * before);
    }

    @Test
    void aLostSliceIsReplacedByOneOfTheSameEnginesAndThePictureIsTheSame() {
        byte[] undisturbed = result(start(exact(42, 1))).images().get(0).file().bytes();
        registry.publish(
                InstanceSnapshot.healthy(B, TestModels.servedBy(OTHER)),
                clock.instant().plusNanos(1));
        FakeGateway.Behaviour lost = FakeGateway.fail(FailureKind.UNAVAILABLE);
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.ANSWER, lost);

        RunningGeneration running = start(plan("exact-" + ENGINES, 1, SourceRequest.NONE));
        assertThat(running.result().toCompletableFuture()).isNotDone();
        int before = gateway.sent().size();
        back(A);

        GeneratedImage image = result(running).images().get(0);
        assertThat(image.file().bytes()).isEqualTo(undisturbed);
        assertThat(image.instances()).containsExactly("a");
        assertThat(gateway.instances().subList(before, gateway.sent().size())).containsOnly("a");
    }

    @Test
    void enginesThatAreNowhereAreSaidAtOnceWhereNobodyMayCome() {
        GenerationPlan plan = plan("exact-00000000beef", 1, SourceRequest.NONE);
        String sentence =
                "No healthy slice has the engines 00000000beef, the only ones that give these pictures to the bit.";
        assertThat(generateImages.absence(plan)).contains(sentence);
        assertThat(generateImages.absence(exact(42, 1))).isEmpty();
        assertThat(generateImages.absence(plan(1))).isEmpty();

        RunningGeneration running = start(plan);

        assertThat(failure(running).reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(failure(running)).hasMessage(sentence);
        assertThat(gateway.sent()).isEmpty();
    }

    @Test
    void whoHasBegunWaitsForItsEnginesToTheDeadlineWithoutAPlace() {
        registry.publish(
                InstanceSnapshot.healthy(B, TestModels.servedBy(OTHER)),
                clock.instant().plusNanos(1));
        FakeGateway.Behaviour lost = FakeGateway.fail(FailureKind.UNAVAILABLE);
        gateway.script(A, FakeGateway.ANSWER, FakeGateway.ANSWER, FakeGateway.ANSWER, lost);

        RunningGeneration running = start(plan("exact-" + ENGINES, 1, SourceRequest.NONE));

        assertThat(running.result().toCompletableFuture()).isNotDone();
        assertThat(admission.active()).isZero();
        assertThat(result(start(plan(1))).images()).hasSize(1);
        clock.advance(DEADLINE);
        assertThat(failure(running).reason()).isEqualTo(Reason.NO_INSTANCE);
        assertThat(failure(running))
                .hasMessage("No healthy slice has the engines " + ENGINES
                        + ", the only ones that give these pictures to the bit.");
        assertThat(admission.active()).isZero();
    }

    @Test
    void whoTakesAJobOnGoesOnWithTheEnginesThatBeganWithIt() {
        GenerationPlan plan = exact(42, 2);
        jobs.accept(new Job(
                "left",
                Caller.ANYBODY,
                0,
                plan,
                clock.instant(),
                clock.instant().plus(DEADLINE)));
        Claim claim = jobs.claim("left").orElseThrow();
        claim.checkpoint(PictureSnapshot.begin(Picture.of(plan, 1), Optional.of("00000000beef")));
        claim.release();

        RunningGeneration running = generateImages.takeOn(heard).orElseThrow();
        assertThat(gateway.sent()).isEmpty();
        clock.advance(DEADLINE);
        assertThat(failure(running)).hasMessageContaining("00000000beef");
    }

    @Test
    void theInfotextNamesTheEnginesAndAsksForThemAgain() {
        GenerationResult result = result(start(exact(42, 1)));
        String text = Infotext.of(
                result.plan(), 0, new Provenance(result.images().get(0).engines(), false), "1");
        assertThat(text).contains(", Reproducible: exact-" + ENGINES + ", ");
        GenerationRequest again = InfotextReader.read(text).request();
        assertThat(again.output().reproducible()).isEqualTo("exact-" + ENGINES);
        assertThat(result(start(generateImages.plan(again)))
                        .images()
                        .get(0)
                        .file()
                        .bytes())
                .isEqualTo(result.images().get(0).file().bytes());
    }

    private static void assertRepeats(InferenceCall call, Tensor input) {
        int own = FakeGateway.isOf("unet", call) ? 2 : 1;
        ByteBuffer data = input.data();
        int row = data.remaining() / 8;
        for (int i = own; i < 8; i++) {
            assertThat(data.slice(i * row, row)).isEqualTo(data.slice(i % own * row, row));
        }
    }

    private GenerationPlan exact(long seed, long count) {
        return generateImages.plan(
                request("exact", count).noise(TestRequests.seed(seed)).build());
    }

    private GenerationPlan plan(String reproducible, long count, SourceRequest source) {
        return generateImages.plan(request(reproducible, count).source(source).build());
    }

    private static GenerationRequest.Builder request(String reproducible, long count) {
        return GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .count(count)
                .reproducible(reproducible);
    }
}
