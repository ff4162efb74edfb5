package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.FakeGateway.Behaviour;
import dev.diffract.frontend.core.FakeGateway.Sent;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.InstanceState;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.inference.FailureKind;
import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.TritonInstance;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.MaskRequest;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SourceRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.trace.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are none: where they are seen, and what becomes of the generation. */
class NotFiniteTest extends GenerationFixture {

    private static final TritonInstance C = new TritonInstance("c", "host:3");

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void endTheGenerationWithTheModelAndTheStep(float value) {
        only(A);
        gateway.script(A, script(3, FakeGateway.spoilt(value)));

        GenerationException failure = failure(start(plan(1)));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_FINITE);
        assertThat(failure)
                .hasMessage("The picture left the range of numbers in the denoising: its output at step 2/8"
                        + " holds NaN or infinity. Less guidance, another seed or another sampler may help.");
        assertThat(failure.attempts()).extracting(InferenceException::instance).containsExactly("a");
        assertThat(failure.attempts()).extracting(InferenceException::kind).containsExactly(FailureKind.NOT_FINITE);
        assertThat(failure).hasCauseInstanceOf(InferenceException.class);
        assertThat(failure.getCause()).hasMessageStartingWith(TestModels.UNET + " on a: its output 'out_sample' at");
        assertThat(registry.snapshots().get(0).state()).isEqualTo(InstanceState.HEALTHY);
        assertThat(admission.active()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, the reading of the prompt, at text",
        "2, the reading of the picture to start from, at source",
        "3, the denoising, at step 1/4",
        "6, the denoising, at step 4/4",
        "7, the decoding of the picture, ': its picture, before it became bytes, holds NaN or infinity.'",
    })
    void areSeenInEveryAnswerOfNumbers(int call, String stage, String where) {
        only(A);
        gateway.script(A, script(call, FakeGateway.spoilt(Float.NaN)));

        GenerationException failure = failure(start(fromAPicture()));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_FINITE);
        assertThat(failure)
                .hasMessageContaining("in " + stage + ":")
                .hasMessageContaining(where)
                .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
                .doesNotContain("'", "_");
        assertThat(gateway.sent()).hasSize(call + 1);
    }

    @Test
    void areSeenWhereGuidanceMakesThem() {
        only(A);
        gateway.script(A, script(2, unetOf(-3e38f, 3e38f)));

        assertThat(failure(start(plan(1))))
                .hasMessageContaining("in the denoising: its output after guidance at step 1/8");
    }

    @Test
    void areSeenWhereTheSamplerMakesThem() {
        only(A);
        gateway.script(A, script(2, unetOf(3e38f, 3e38f)));

        assertThat(failure(start(plan(1))))
                .hasMessageContaining("in the denoising: what the sampler makes of its output at step 1/8");
    }

    @Test
    void aSamplerThatGetsNowhereStopsAsSoonAsThatIsKnown() {
        only(A);
        Behaviour[] contradictory = new Behaviour[1100];
        Arrays.fill(contradictory, FakeGateway.ANSWER);
        for (int call = 2; call < contradictory.length; call++) {
            contradictory[call] = call % 2 == 0 ? unetOf(1e6f, 1e6f) : unetOf(-1e6f, -1e6f);
        }
        gateway.script(A, contradictory);

        assertThat(failure(start(generateImages.plan(
                        TestRequests.small().sampler("DPM adaptive").build()))))
                .hasMessageContaining("in the denoising: what the sampler makes of its output at step 1/4"
                        + " leads to no end, even after 999 calls");
        assertThat(gateway.sent()).hasSize(2 + 999);
    }

    @Test
    void areNotTriedOnTheSameEngine() {
        Behaviour[] always = new Behaviour[8];
        Arrays.fill(always, FakeGateway.spoilt(Float.NaN));
        gateway.script(A, always);
        gateway.script(B, always);

        assertThat(failure(start(plan(1))).attempts()).hasSize(1);
        assertThat(gateway.sent()).hasSize(1);
        assertThat(registry.snapshots()).extracting(InstanceSnapshot::state).containsOnly(InstanceState.HEALTHY);
    }

    @Test
    void areTriedOnAnotherEngineOnce() {
        byte[] undisturbed = result(start(plan(1))).images().get(0).file().bytes();
        registry.set(List.of(A, B, C));
        back(C);
        serve(B, "another engine");
        Behaviour[] always = new Behaviour[20];
        Arrays.fill(always, FakeGateway.spoilt(Float.NaN));
        gateway.script(A, always);
        gateway.script(C, always);
        int before = gateway.sent().size();

        assertThat(result(start(plan("bat", 1))).images().get(0).file().bytes()).hasSameSizeAs(undisturbed);

        Map<Object, List<String>> byCall = gateway
                .sent()
                .subList(before, gateway.sent().size())
                .stream()
                .filter(sent -> !FakeGateway.isOf("decode_image", sent.call()))
                .collect(Collectors.groupingBy(
                        Sent::call, Collectors.mapping(sent -> sent.instance().name(), Collectors.toList())));
        assertThat(byCall.values())
                .allSatisfy(instances ->
                        assertThat(instances).hasSizeLessThanOrEqualTo(2).endsWith("b"));
        assertThat(byCall.values())
                .anySatisfy(instances -> assertThat(instances).hasSize(2));
    }

    @Test
    void endItWhenTheOtherEngineFailsLikewise() {
        serve(B, "another engine");
        gateway.script(A, FakeGateway.spoilt(Float.NaN));
        gateway.script(B, FakeGateway.spoilt(Float.NaN));

        GenerationException failure = failure(start(plan(1)));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_FINITE);
        assertThat(failure.attempts()).extracting(InferenceException::instance).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void areNotRememberedAsTextStates() {
        only(A);
        gateway.script(A, FakeGateway.spoilt(Float.NaN));
        failure(start(plan(1)));

        assertThat(result(start(plan(1))).images()).hasSize(1);
    }

    @Test
    void areShownToNobody() {
        GenerationPlan plan = generateImages.plan(GenerationRequest.builder()
                .prompt("cat")
                .noise(TestRequests.seed(42L))
                .previews(1L)
                .build());
        only(A);
        gateway.script(A, script(4, FakeGateway.spoilt(Float.NaN)));
        List<Preview> seen = new ArrayList<>();
        RunningGeneration running = generateImages.start(
                "g",
                Caller.ANYBODY,
                plan,
                new ProgressListener() {
                    @Override
                    public void preview(Preview preview) {
                        seen.add(preview);
                    }
                },
                Span.NONE);

        assertThat(failure(running).reason()).isEqualTo(Reason.NOT_FINITE);
        assertThat(seen).hasSize(2);
    }

    /** From the infinite noise of a rescaled schedule to a tenth of the picture's: nothing of the old noise is left. */
    @Test
    void areNotMadeByAStepThatGoesAllTheWayDown() {
        RunningGeneration running = start(generateImages.plan(GenerationRequest.builder()
                .prompt("cat")
                .noise(TestRequests.seed(336009854935786016L))
                .sampler("DPM2 a")
                .steps(4L)
                .guidance(8.9)
                .options(new SamplingOptions("beta", null, null, null, true))
                .build()));

        assertThat(result(running).images()).hasSize(1);
    }

    private GenerationPlan fromAPicture() {
        byte[] rgb = new byte[128 * 64 * 3];
        Arrays.fill(rgb, (byte) 100);
        return generateImages.plan(GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .size(128L, 64L)
                .source(new SourceRequest(Raster.rgb(128, 64, rgb), 0.5, null, MaskRequest.NONE))
                .build());
    }

    private void only(TritonInstance instance) {
        registry.set(List.of(instance));
    }

    private void serve(TritonInstance instance, String engine) {
        ServedModel served = new ServedModel(TestModels.CHECKPOINT, 8, engine);
        registry.publish(
                InstanceSnapshot.healthy(
                        instance,
                        TestModels.served().keySet().stream().collect(Collectors.toMap(name -> name, name -> served))),
                clock.instant().plusNanos(1));
    }

    private static Behaviour[] script(int before, Behaviour last) {
        Behaviour[] script = new Behaviour[before + 1];
        Arrays.fill(script, FakeGateway.ANSWER);
        script[before] = last;
        return script;
    }

    /** A model whose rows are these numbers only. */
    private static Behaviour unetOf(float unconditional, float conditional) {
        return sent -> {
            float[] values = sent.call().inputs().get(0).floats();
            Arrays.fill(values, 0, values.length / 2, unconditional);
            Arrays.fill(values, values.length / 2, values.length, conditional);
            sent.answer().complete(FakeGateway.prediction(sent.call(), values));
        };
    }
}
