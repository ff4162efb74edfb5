package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.fleet.InstanceSnapshot;
import dev.diffract.frontend.core.fleet.ServedModel;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.RecordedSpans;
import dev.diffract.frontend.core.trace.RecordedSpans.Over;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a trace shows of a generation. */
class TracedGenerationTest extends GenerationFixture {

    private final RecordedSpans spans = new RecordedSpans(clock);

    @Test
    void everyCallHangsBelowItsPictureAndItsGeneration() {
        result(traced("g", plan(2)));

        assertThat(spans.of(Part.GENERATION)).extracting(Over::told).containsExactly("ok");
        assertThat(spans.of(Part.GENERATION).get(0).facts())
                .containsEntry(Fact.GENERATION, "g")
                .containsEntry(Fact.CLASS, "interactive")
                .containsEntry(Fact.PICTURES, 2L);
        assertThat(spans.of(Part.TURN))
                .extracting(over -> over.facts().get(Fact.PICTURE))
                .containsExactly(1L, 2L);
        assertThat(spans.of(Part.PICTURE))
                .extracting(over -> over.facts().get(Fact.PICTURE))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(spans.of(Part.PICTURE)).extracting(Over::told).containsOnly("ok");
        assertThat(spans.of(Part.STEP)).hasSize(2 * plan(2).steps());
        assertThat(spans.of(Part.STEP).get(0).facts())
                .containsEntry(Fact.STEP, 1L)
                .containsEntry(Fact.ROLE, "unet")
                .containsEntry(Fact.MODEL, TestModels.UNET);
        assertThat(spans.of(Part.DECODE)).hasSize(2);
        assertThat(spans.of(Part.ATTEMPT))
                .hasSameSizeAs(gateway.sent())
                .allSatisfy(over -> assertThat(over.parts())
                        .startsWith(Part.GENERATION, Part.PICTURE)
                        .hasSize(4));
    }

    @Test
    void anAttemptThatLeavesTheNumbersNamesTheSliceAndTheStep() {
        otherEngine();
        gateway.script(A, always(FakeGateway.spoilt(Float.NaN)));

        result(traced("g", plan(1)));

        assertThat(spans.of(Part.ATTEMPT)).extracting(Over::told).contains("a not_finite", "b ok");
        assertThat(spans.of(Part.ATTEMPT).stream().filter(over -> over.told().equals("a not_finite")))
                .isNotEmpty()
                .anySatisfy(
                        over -> assertThat(over.end().error().orElseThrow())
                                .matches(
                                        "demo-01234567\\.unet on a: its output 'out_sample' at step \\d+/8 holds NaN or infinity"));
        assertThat(spans.of(Part.GENERATION)).extracting(Over::told).containsExactly("ok");
    }

    @Test
    void aPictureThatLeavesTheNumbersEndsAsSuch() {
        gateway.script(A, always(FakeGateway.spoilt(Float.NaN)));
        gateway.script(B, always(FakeGateway.spoilt(Float.NaN)));

        failure(traced("g", plan(1)));

        assertThat(List.of(Part.ATTEMPT, Part.TEXT, Part.PICTURE, Part.GENERATION))
                .allSatisfy(part -> assertThat(spans.of(part))
                        .extracting(over -> over.end().outcome())
                        .containsExactly("not_finite"));
        assertThat(spans.of(Part.GENERATION).get(0).end().error().orElseThrow())
                .startsWith("The picture left the range of numbers in the reading of the prompt");
    }

    @Test
    void theWaitForATurnIsTold() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        RunningGeneration first = traced("g1", plan(1));
        traced("g2", plan("bird", 1));
        RunningGeneration waiting = traced("g3", plan("fish", 1));
        clock.advance(Duration.ofSeconds(2));
        first.cancel();

        result(waiting);
        assertThat(spans.of(Part.TURN))
                .extracting(Over::took)
                .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2));
        assertThat(spans.of(Part.GENERATION)).extracting(Over::told).containsExactlyInAnyOrder("cancelled", "ok");
    }

    @Test
    void theWaitOfOneThatIsCancelledMeanwhileIsTold() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        traced("g1", plan(1));
        traced("g2", plan("bird", 1));
        RunningGeneration waiting = traced("g3", plan("fish", 1));
        clock.advance(Duration.ofSeconds(2));
        waiting.cancel();

        assertThat(spans.of(Part.TURN)).extracting(Over::told).containsExactly("ok", "ok", "cancelled");
        assertThat(spans.of(Part.TURN).get(2).took()).isEqualTo(Duration.ofSeconds(2));
        assertThat(spans.of(Part.TURN).get(2).parts()).containsExactly(Part.GENERATION, Part.TURN);
    }

    @Test
    void aGenerationThatIsRefusedEndsAtOnce() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        traced("g1", plan(1));
        traced("g2", plan("bird", 1));
        traced("g3", plan("fish", 1));
        assertThatThrownBy(() -> traced("g4", plan("fly", 1))).isInstanceOf(GenerationException.class);

        assertThat(spans.of(Part.GENERATION)).extracting(Over::told).containsExactly("queue_full");
        assertThat(spans.of(Part.TURN)).as("of the two that are drawn").hasSize(2);
    }

    @Test
    void noSpanSaysWhatIsDrawn() {
        otherEngine();
        gateway.script(A, always(FakeGateway.spoilt(Float.NaN)));
        result(traced("g", plan("mackerel", 1)));

        assertThat(spans.over())
                .isNotEmpty()
                .allSatisfy(over -> assertThat(over.toString()).doesNotContain("mackerel", "dog"));
    }

    private RunningGeneration traced(String id, GenerationPlan plan) {
        return generateImages.start(id, Caller.ANYBODY, plan, heard, spans.request());
    }

    private void otherEngine() {
        ServedModel served = new ServedModel(TestModels.CHECKPOINT, 8, "another engine");
        registry.publish(
                InstanceSnapshot.healthy(
                        B,
                        TestModels.served().keySet().stream().collect(Collectors.toMap(name -> name, name -> served))),
                clock.instant().plusNanos(1));
    }

    private static FakeGateway.Behaviour[] always(FakeGateway.Behaviour behaviour) {
        FakeGateway.Behaviour[] script = new FakeGateway.Behaviour[40];
        Arrays.fill(script, behaviour);
        return script;
    }
}
